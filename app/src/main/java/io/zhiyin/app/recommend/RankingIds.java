package io.zhiyin.app.recommend;

import io.zhiyin.app.platform.StateDb;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Ids of rankings that carry which model made them and cannot be made up by a client: random bits, the model, and an
 * HMAC-SHA-256 (first 96 bits) with a secret that the workspace made for itself.
 */
final class RankingIds {
    private static final String HMAC = "HmacSHA256";
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    private final SecretKeySpec secret;
    private final SecureRandom random = new SecureRandom();

    private RankingIds(byte[] secret) {
        this.secret = new SecretKeySpec(secret, HMAC);
    }

    static RankingIds of(StateDb state) {
        byte[] fresh = new byte[32];
        new SecureRandom().nextBytes(fresh);
        String kept = state.write(db -> {
            db.createUpdate("insert into recommend_secrets (name, secret_hex) values ('ranking', :fresh)"
                            + " on conflict do nothing")
                    .bind("fresh", HexFormat.of().formatHex(fresh))
                    .execute();
            return db.createQuery("select secret_hex from recommend_secrets where name = 'ranking'")
                    .mapTo(String.class)
                    .one();
        });
        return new RankingIds(HexFormat.of().parseHex(kept));
    }

    /** @param model e.g. {@code blend v3}; it stands in the id as {@code blend-v3} */
    String next(String model) {
        byte[] bits = new byte[12];
        random.nextBytes(bits);
        String body = TEXT.encodeToString(bits) + "." + model.replace(' ', '-').toLowerCase(Locale.ROOT);
        return body + "." + signature(body);
    }

    /** Whether we made this id. */
    boolean isOurs(String ranking) {
        int dot = ranking.lastIndexOf('.');
        return dot > 0 && signature(ranking.substring(0, dot)).equals(ranking.substring(dot + 1));
    }

    private String signature(String body) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(secret);
            byte[] whole = mac.doFinal(body.getBytes(StandardCharsets.UTF_8));
            return TEXT.encodeToString(Arrays.copyOf(whole, 12));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }
}
