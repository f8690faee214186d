package io.zhiyin.engine.recommend;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.InteractionsBuilder;
import java.util.Map;

/**
 * Two people, two items, four ratings, solved by the classes that serve: person 1 gave A = 5 and B = 3, person 2 gave
 * A = 4 and B = 5. The only neighbour of person 1 is person 2, who gave B a 5; the only neighbour of A is B, which
 * person 1 gave a 3. So with {@code vote=mean} the user-based prediction r(1, B) is 5 and the item-based r(1, A) is 3.
 *
 * @param userBased predictions by "person,item"
 * @param itemBased predictions by "person,item"
 */
public record CaseA(Map<String, Double> userBased, Map<String, Double> itemBased) {

    public static CaseA solve() {
        int a = 0;
        int b = 1;
        Interactions ratings = new InteractionsBuilder()
                .add(0, a, 5, History.UNTIMED)
                .add(1, a, 4, History.UNTIMED)
                .add(0, b, 3, History.UNTIMED)
                .add(1, b, 5, History.UNTIMED)
                .build();
        Scorer users = UserKnn.fit(ratings, UserKnn.Settings.plain(1, 0, Vote.MEAN));
        Scorer items = ItemKnn.fit(ratings, ItemKnn.Settings.plain(1, Lists.TARGET, Vote.MEAN));
        Who person1 = new Who.Known(0);
        float[] scores = new float[2];
        users.scoreAll(person1, ratings.history(0), scores);
        double userBased = scores[b];
        items.scoreAll(person1, ratings.history(0), scores);
        return new CaseA(Map.of("1,B", userBased), Map.of("1,A", (double) scores[a]));
    }
}
