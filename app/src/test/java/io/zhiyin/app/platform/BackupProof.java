package io.zhiyin.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Reads a backup of one log without any of the code that restores one. */
final class BackupProof {
    private BackupProof() {}

    /** The ids of the events in it, in order; every part must be as the manifest says, and the log must open without damage. */
    static List<String> ids(Disk disk, Path file) throws IOException {
        Map<String, byte[]> parts = parts(disk, file);
        byte[] word = parts.remove(Backup.MANIFEST);
        assertThat(word).as("the manifest of %s", file).isNotNull();
        Backup.Manifest manifest =
                Json.MAPPER.readValue(new String(word, StandardCharsets.UTF_8), Backup.Manifest.class);
        assertThat(parts.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        manifest.parts().stream().map(Backup.Part::name).toList());
        SimulatedDisk elsewhere = new SimulatedDisk(1);
        Path log = Path.of(file + "-read");
        for (Backup.Part part : manifest.parts()) {
            byte[] bytes = parts.get(part.name());
            assertThat(bytes).hasSize((int) part.bytes());
            assertThat(HexFormat.of().formatHex(BackupFile.sha256().digest(bytes)))
                    .isEqualTo(part.sha256());
            try (Disk.OpenFile out = elsewhere.open(log.resolve(part.name()), Disk.Mode.NEW)) {
                out.write(ByteBuffer.wrap(bytes), 0);
            }
        }
        try (EventLog copied = EventLog.open(log.resolve("main/log"), elsewhere, EventLog.Settings.defaults())) {
            assertThat(copied.last()).isEqualTo(manifest.workspaces().getFirst().lastSequence());
            assertThat(copied.damage()).isEmpty();
            return LogFixture.ids(copied);
        }
    }

    private static Map<String, byte[]> parts(Disk disk, Path file) throws IOException {
        Map<String, byte[]> parts = new HashMap<>();
        try (Disk.OpenFile in = disk.open(file, Disk.Mode.READ)) {
            ByteBuffer whole = ByteBuffer.allocate((int) in.size());
            in.read(whole, 0);
            try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(whole.array()))) {
                for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    parts.put(entry.getName(), zip.readAllBytes());
                }
            }
        }
        return parts;
    }
}
