import com.sensorsdata.analytics.javasdk.SensorsAnalytics;
import com.sensorsdata.analytics.javasdk.consumer.BatchConsumer;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;

/**
 * One of everything that 神策's Java library can say, run by {@code java -cp LIBRARIES SensorsFields.java URL} as its user
 * would: it needs an older JSON library than we have. Its consumer throws when anything else than success is answered.
 */
final class SensorsFields {
    private SensorsFields() {}

    public static void main(String[] arguments) throws Exception {
        SensorsAnalytics sensors = new SensorsAnalytics(new BatchConsumer(arguments[0], 3, true));
        sensors.registerSuperProperties(Map.of("platform_type", "小程序", "$app_version", "1.2.3"));
        sensors.track(
                "sensors-1",
                true,
                "ViewProduct",
                Map.of(
                        "product_id", "course-1",
                        "title", "零基础学 Python 🐍",
                        "price", 199.9,
                        "tags", List.of("数据", "AI"),
                        "$time", Date.from(Instant.parse("2026-11-20T08:05:06.789Z"))));
        sensors.track("device-7", false, "CompleteLesson", Map.of("quotes", "she said \"行\" \\ \n\t", "minutes", 45));
        sensors.track(
                "sensors-1",
                true,
                "PayOrder",
                Map.of("order_id", "ORD-8", "product_id", "course-2", "total", 99.45, "$ip", "203.0.113.9"));
        sensors.trackSignUp("sensors-1", "device-7");
        sensors.profileSet("sensors-1", true, Map.of("name", "王小明", "level", "金卡"));
        sensors.profileIncrement("sensors-1", true, Map.of("courses", 2));
        sensors.flush();
        sensors.shutdown();
    }
}
