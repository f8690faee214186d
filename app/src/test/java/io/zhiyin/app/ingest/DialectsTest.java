package io.zhiyin.app.ingest;

import static io.zhiyin.app.ingest.IngestServer.gzip;
import static io.zhiyin.app.ingest.IngestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Event;
import io.zhiyin.app.platform.Event.Flag;
import io.zhiyin.app.platform.Json;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PostHog's and Sensors' (神策) dialects and the pixel, as those clients send them to a real server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DialectsTest {
    private IngestServer server;
    private String key;

    @BeforeAll
    void start(@TempDir Path home) {
        server = new IngestServer(home, Clock.systemUTC());
        key = server.key;
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** The body is what posthog-node 5.70.0 sent to a stub, with other values. */
    @Test
    void whatPosthogNodeSendsIsStoredFieldByField() throws Exception {
        String body = "{'api_key':'" + key + "','batch':["
                + "{'event':'Product Viewed','properties':{'product_id':'c1','$set':{'vip':true},'$lib':'posthog-node',"
                + "'$lib_version':'5.70.0','$is_server':true,'$geoip_disable':true},"
                + "'timestamp':'2026-11-20T11:00:00.000Z','uuid':'01a1fdee-9f32','distinct_id':'ph-1'},"
                + "{'event':'$identify','properties':{'$set':{'name':'张三'},'$set_once':{},'$lib':'posthog-node'},"
                + "'timestamp':'2026-11-20T11:00:01.000Z','uuid':'01a1fdee-9f33','distinct_id':'ph-2'},"
                + "{'event':'$create_alias','properties':{'distinct_id':'ph-3','alias':'anon-3'},"
                + "'uuid':'01a1fdee-9f34','distinct_id':'ph-3'},"
                + "{'event':'$groupidentify','properties':{'$group_type':'company','$group_key':'id:5',"
                + "'$group_set':{'name':'A'}},'uuid':'01a1fdee-9f35','distinct_id':'$company_id:5'}],"
                + "'sent_at':'2026-11-20T11:00:02.000Z'}";

        HttpResponse<String> answer = server.send(server.to("/batch/")
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(gzip(body))));

        assertThat(answer.body())
                .isEqualTo(json("{'success':true,'accepted':4,'duplicates':0,'quarantined':0,'errors':[],'status':1}"));
        Event viewed = server.eventOf("ph-1");
        assertThat(viewed.id()).isEqualTo("01a1fdee-9f32");
        assertThat(viewed.kind()).isEqualTo("view");
        assertThat(viewed.source()).isEqualTo("posthog-node/5.70.0");
        assertThat(viewed.atMillis())
                .isEqualTo(Instant.parse("2026-11-20T11:00:00Z").toEpochMilli());
        assertThat(viewed.details().path("name").asText()).isEqualTo("Product Viewed");
        assertThat(viewed.details().path("sentAt").asText()).isEqualTo("2026-11-20T11:00:02.000Z");
        assertThat(viewed.details().path("properties"))
                .isEqualTo(tree("{'product_id':'c1','$set':{'vip':true},'$lib':'posthog-node','$lib_version':'5.70.0',"
                        + "'$is_server':true,'$geoip_disable':true}"));
        assertThat(viewed.details().toString()).doesNotContain(key);
        Event identified = server.eventOf("ph-2");
        assertThat(identified.kind()).isEqualTo("identify");
        assertThat(identified.details().at("/traits/name").asText()).isEqualTo("张三");
        assertThat(server.eventOf("ph-3").anonymous()).isEqualTo("anon-3");
        assertThat(server.eventOf("$company_id:5").details().path("groupId").asText())
                .isEqualTo("id:5");
    }

    @Test
    void whatWasSentToPosthogTwiceIsOneEvent() throws Exception {
        String body = "{'api_key':'" + key + "','batch':[{'event':'x','uuid':'twice','distinct_id':'ph-twice'}]}";
        assertThat(accepted(server.post("/batch", body))).isEqualTo(1);
        assertThat(tree(server.post("/batch", body).body()).path("duplicates").asInt())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/batch", "/batch/", "/e", "/e/", "/i/v0/e", "/i/v0/e/", "/capture", "/capture/"})
    void everyPathOfPosthogTakesOneEventABatchAndAnArray(String path) throws Exception {
        String one = "'event':'x','properties':{'distinct_id':'p'}";
        assertThat(accepted(server.post(path, "{'api_key':'" + key + "'," + one + ",'uuid':'1" + path + "'}")))
                .isEqualTo(1);
        assertThat(accepted(
                        server.post(path, "{'api_key':'" + key + "','batch':[{" + one + ",'uuid':'2" + path + "'}]}")))
                .isEqualTo(1);
        String inBrowser =
                "[{'event':'x','uuid':'3" + path + "','properties':{'distinct_id':'p','token':'" + key + "'}}]";
        assertThat(accepted(server.post(path, inBrowser))).isEqualTo(1);
    }

    @Test
    void theBrowsersPosthogMayWrapItsEventInBase64OrGzipIt() throws Exception {
        String event = json("{'event':'$pageview','uuid':'web-1','properties':{'token':'" + key
                + "','distinct_id':'dev-1','$device_id':'dev-1','$lib':'web','$lib_version':'1.2'},'offset':5000}");
        String form = "data=" + percent(base64(event)) + "&compression=base64";

        assertThat(accepted(server.send(server.to("/e/?compression=base64&_=1795161900000")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form)))))
                .isEqualTo(1);
        Event web = server.eventOf("dev-1");
        assertThat(web.anonymous()).isEqualTo("dev-1");
        assertThat(web.kind()).isEqualTo("view");
        assertThat(web.source()).isEqualTo("posthog-web/1.2");
        assertThat(web.receivedMillis() - web.atMillis()).isEqualTo(5_000);
        assertThat(web.details().toString()).doesNotContain(key);
        assertThat(accepted(server.post("/e/?compression=gzip-js", gzip(event.replace("web-1", "web-2")))))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/flags/?v=2", "/decide/?v=3"})
    void thereAreNoFeatureFlags(String path) throws Exception {
        JsonNode answer = tree(server.post(path, "{'token':'" + key + "','distinct_id':'u1','groups':{}}")
                .body());
        assertThat(answer.path("flags")).isEqualTo(tree("{}"));
        assertThat(answer.path("errorsWhileComputingFlags").asBoolean(true)).isFalse();
        assertThat(server.post(path, "{'token':'no','distinct_id':'u1'}").statusCode())
                .isEqualTo(401);
    }

    /** The form is that of HttpConsumer in the Java SDK 3.4.0 (source read). */
    @ParameterizedTest
    @CsvSource({"/sa?project=default&token=,1", "/sa/?token=,0", "/sa.gif?token=,1"})
    void whatTheJavaSdkOfSensorsSendsIsStoredFieldByField(String path, int gzip) throws Exception {
        String person = "sa-" + path.charAt(3) + gzip;
        String list = json("[{'_track_id':-1337,'type':'track','event':'PayOrder','time':1795161900123,"
                + "'distinct_id':'" + person + "','lib':{'$lib':'Java','$lib_version':'3.4.0','$lib_method':'code',"
                + "'$lib_detail':'Main##main##Main.java##1'},'project':'production','token':'" + key + "',"
                + "'properties':{'$is_login_id':true,'$ip':'1.2.3.4','$province':'湖南','$city':'长沙',"
                + "'$app_version':'2.1','course_id':'c9','amount':99.5}}]");
        byte[] inner = gzip == 1 ? gzip(list) : list.getBytes(StandardCharsets.UTF_8);
        String form =
                "gzip=" + gzip + "&data_list=" + percent(Base64.getEncoder().encodeToString(inner));

        HttpResponse<String> answer = server.send(server.to(path + key)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));

        assertThat(answer.statusCode()).isEqualTo(200);
        Event paid = server.eventOf(person);
        assertThat(paid.kind()).isEqualTo("purchase");
        assertThat(paid.action().lines()).singleElement().satisfies(line -> {
            assertThat(line.item()).isEqualTo("c9");
            assertThat(line.priceMinor()).isEqualTo(9_950);
        });
        assertThat(paid.atMillis()).isEqualTo(1_795_161_900_123L);
        assertThat(paid.source()).isEqualTo("sensors-Java/3.4.0");
        assertThat(paid.id()).isEqualTo("sa-" + MessageId.hash("-1337", "1795161900123", person, "PayOrder", "track"));
        JsonNode details = paid.details();
        assertThat(details.path("properties"))
                .isEqualTo(tree("{'$is_login_id':true,'$ip':'1.2.3.4','$province':'湖南','$city':'长沙',"
                        + "'$app_version':'2.1','course_id':'c9','amount':99.5}"));
        assertThat(details.at("/context/ip").asText()).isEqualTo("1.2.3.4");
        assertThat(details.at("/context/location")).isEqualTo(tree("{'region':'湖南','city':'长沙'}"));
        assertThat(details.at("/context/app/version").asText()).isEqualTo("2.1");
        assertThat(details.at("/lib/$lib_detail").asText()).isEqualTo("Main##main##Main.java##1");
        assertThat(details.path("project").asText()).isEqualTo("production");
        assertThat(details.path("_track_id").asInt()).isEqualTo(-1337);
        assertThat(details.toString()).doesNotContain(key);
    }

    @Test
    void aPictureOfSensorsIsAnsweredWithAPicture() throws Exception {
        String event = "{'type':'track','event':'$pageview','time':1795161900000,'distinct_id':'img-1','_track_id':7,"
                + "'_flush_time':1795161900500,'lib':{'$lib':'js','$lib_version':'1.26'},'properties':{}}";
        String data = percent(base64(json(event)));

        HttpResponse<String> answer =
                server.get("/sa.gif?project=default&token=" + key + "&data=" + data + "&ext=crc%3D-1");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("image/gif");
        assertThat(answer.headers().firstValue("Cross-Origin-Resource-Policy")).hasValue("cross-origin");
        assertThat(answer.body()).startsWith("GIF89a");
        Event seen = server.eventOf("img-1");
        assertThat(seen.kind()).isEqualTo("view");
        assertThat(seen.anonymous()).isEqualTo("img-1");
        assertThat(seen.details().path("sentAt").asLong()).isEqualTo(1_795_161_900_500L);
        assertThat(server.get("/sa?token=" + key).statusCode()).isEqualTo(400);
        assertThat(server.get("/sa?token=no&data=" + data).statusCode()).isEqualTo(401);
        assertThat(tree(server.get("/sa?token=" + key + "&data=!").body())
                        .path("code")
                        .asText())
                .isEqualTo("data_not_base64");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "track_signup|'event':'$SignUp','distinct_id':'u','original_id':'dev'|register|u|dev",
                "track_signup|'distinct_id':'u','original_id':'dev'|register|u|dev",
                "track|'event':'加购','distinct_id':'dev','properties':{'sku':'c'}|cart|dev|dev",
                "track|'event':'x','distinct_id':'u','properties':{'$is_login_id':true}|custom|u|",
                "track|'event':'x','distinct_id':'u','login_id':'u','anonymous_id':'dev'|custom|u|dev",
                "track|'event':'x','identities':{'$identity_login_id':'u','$identity_cookie_id':'dev'}|custom|u|dev",
                "track|'event':'x','identities':{'$identity_email':'a@b'}|custom|a@b|a@b",
                "profile_set|'distinct_id':'u','properties':{'city':'长沙'}|identify|u|u",
                "profile_set_once|'distinct_id':'u','properties':{'city':'长沙'}|identify|u|u",
                "profile_increment|'distinct_id':'u','properties':{'n':1}|identify|u|u",
                "profile_append|'distinct_id':'u','properties':{'n':['a']}|identify|u|u",
                "profile_unset|'distinct_id':'u','properties':{'city':true}|identify|u|u",
                "profile_delete|'distinct_id':'u'|identify|u|u",
                "track_id_bind|'event':'$BindID','identities':{'$identity_login_id':'u'}|identify|u|",
                "item_set|'item_type':'course','item_id':'c1','properties':{'price':9}|custom||",
                "item_delete|'item_type':'course','item_id':'c1'|custom||"
            })
    void everyTypeOfSensorsIsTaken(String type, String fields, String kind, String person, String anonymous)
            throws Exception {
        int before = server.events().size();
        String message =
                "{'type':'" + type + "','_track_id':" + fields.hashCode() + ",'time':1795161900000," + fields + "}";

        assertThat(accepted(server.post("/sa?token=" + key, message)))
                .as(message)
                .isEqualTo(1);

        Event event = server.events().getLast();
        assertThat(server.events()).hasSize(before + 1);
        assertThat(event.kind()).isEqualTo(kind);
        assertThat(event.person()).isEqualTo(person == null ? "" : person);
        assertThat(event.anonymous()).isEqualTo(anonymous == null ? "" : anonymous);
        String sentType = event.details()
                .path("sentType")
                .asText(event.details().path("type").asText());
        assertThat(sentType).isEqualTo(type);
    }

    @Test
    void twoThingsOfTheCatalogueOfSensorsAreTwoEvents() throws Exception {
        String list = "[{'type':'item_delete','item_type':'course','item_id':'a','time':1795161900001},"
                + "{'type':'item_delete','item_type':'course','item_id':'b','time':1795161900001},"
                + "{'type':'item_delete','item_type':'course','item_id':'b','time':1795161900001}]";
        JsonNode answer = tree(server.post("/sa?token=" + key, list).body());
        assertThat(answer.path("accepted").asInt()).isEqualTo(2);
        assertThat(answer.path("duplicates").asInt()).isEqualTo(1);
    }

    @Test
    void oldEventsOfSensorsMayBeImported() throws Exception {
        String old = "{'type':'track','event':'x','distinct_id':'old-1','time':1,'time_free':true}";
        assertThat(accepted(server.post("/sa?token=" + key, old))).isEqualTo(1);
        assertThat(server.eventOf("old-1").flags()).containsExactly(Flag.ANCIENT, Flag.IMPORTED);
        JsonNode refused = tree(server.post("/sa?token=" + key, old.replace(",'time_free':true", ""))
                .body());
        assertThat(refused.at("/errors/0/code").asText()).isEqualTo("time_out_of_range");
    }

    @Test
    void aTypeThatSensorsDoesNotHaveIsQuarantined() throws Exception {
        JsonNode answer = tree(server.post("/sa?token=" + key, "[{'type':'nothing','distinct_id':'u'},7,{}]")
                .body());
        assertThat(answer.path("errors").findValuesAsText("code"))
                .containsExactly("type_unknown", "type_unknown", "type_unknown");
    }

    @Test
    void aPixelTakesOneMessage() throws Exception {
        String message = json("{'event':'Product Viewed','userId':'px-1','writeKey':'" + key + "'}");
        String data = Base64.getUrlEncoder().withoutPadding().encodeToString(message.getBytes(StandardCharsets.UTF_8));

        HttpResponse<String> answer = server.get("/v1/pixel/track?data=" + data);

        assertThat(answer.body()).startsWith("GIF89a");
        assertThat(server.eventOf("px-1").kind()).isEqualTo("view");
        String other = json("{'name':'Home','anonymousId':'px-2'}");
        assertThat(server.send(server.to("/v1/pixel/page/?writeKey=" + key + "&data=" + percent(base64(other)))
                                .POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.eventOf("px-2").kind()).isEqualTo("view");
        assertThat(server.get("/v1/pixel/track?data=" + percent(base64(other))).statusCode())
                .isEqualTo(401);
    }

    @Test
    void linesOfSensorsLogFilesAndOfPosthogExportsAreImported() throws Exception {
        String file = "{'_track_id':1,'type':'track','event':'学习','time':1795161900000,'distinct_id':'f-1',"
                + "'properties':{'course_id':'c1'}}\n"
                + "{'event':'Order Completed','distinct_id':'f-2','uuid':'ph-file','timestamp':'2026-11-20T10:00:00Z',"
                + "'properties':{'revenue':5}}\n"
                + "{'type':'track','event':'x','userId':'f-3','timestamp':'2026-11-20T10:00:00Z'}\n";
        JsonNode told = server.adminJson("POST", "/api/imports/events", json(file));
        assertThat(told.path("accepted").asInt()).isEqualTo(3);
        assertThat(server.eventOf("f-1").kind()).isEqualTo("learn");
        assertThat(server.eventOf("f-2").kind()).isEqualTo("purchase");
        assertThat(server.adminJson("POST", "/api/imports/events", json(file))
                        .path("duplicates")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void aBombInsideAFormIsRefused() throws Exception {
        String bomb = Base64.getEncoder().encodeToString(gzip(" ".repeat(9 << 20)));
        HttpResponse<String> answer = server.post("/sa?token=" + key, "gzip=1&data_list=" + percent(bomb));
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(tree(answer.body()).path("code").asText()).isEqualTo("body_inflates_too_far");
    }

    private static int accepted(HttpResponse<String> answer) {
        return tree(answer.body()).path("accepted").asInt(-1);
    }

    private static JsonNode tree(String text) {
        return Json.tree(json(text));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String percent(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
