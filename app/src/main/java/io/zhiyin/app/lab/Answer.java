package io.zhiyin.app.lab;

import io.zhiyin.app.platform.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What every command of the lab prints with {@code --json}: four parts, always these, and a fifth where processors'
 * seconds were counted.
 *
 * @param command the words typed, without options
 * @param settings everything that the result depends on, defaults included
 * @param seconds by part of the work
 * @param cpuSeconds of all processors together, by the same parts; empty where they were not counted
 * @param result by name
 */
record Answer(
        String command,
        Map<String, Object> settings,
        Map<String, Double> seconds,
        Map<String, Double> cpuSeconds,
        Map<String, Object> result) {

    Answer(String command, Map<String, Object> settings, Map<String, Double> seconds, Map<String, Object> result) {
        this(command, settings, seconds, Map.of(), result);
    }

    String json() {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("command", command);
        parts.put("settings", settings);
        parts.put("seconds", seconds);
        if (!cpuSeconds.isEmpty()) {
            parts.put("cpuSeconds", cpuSeconds);
        }
        parts.put("result", result);
        return Json.text(parts);
    }
}
