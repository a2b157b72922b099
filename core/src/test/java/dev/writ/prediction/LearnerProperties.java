package dev.writ.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LearnerProperties {
    private static final String[] WORDS = {
        "read", "write", "file", "query", "customers", "report", "send", "branch", "commit", "list", "hello", "budget"
    };

    private static String request(Random random) {
        StringBuilder request = new StringBuilder();
        for (int i = random.nextInt(8); i >= 0; i--) {
            request.append(WORDS[random.nextInt(WORDS.length)]).append(random.nextInt(9) == 0 ? ". " : " ");
        }
        return request.toString();
    }

    private static List<PastTask> history(Random random) {
        List<PastTask> tasks = new ArrayList<>();
        for (int i = random.nextInt(25); i > 0; i--) {
            Set<String> used = new TreeSet<>();
            for (int j = random.nextInt(3); j > 0; j--) {
                used.add("tool." + WORDS[random.nextInt(WORDS.length)]);
            }
            tasks.add(new PastTask("t" + i, new Situation(request(random), "a" + random.nextInt(2), ""), used));
        }
        return tasks;
    }

    private static Learner learner(List<PastTask> history) {
        Learner learner = new Learner();
        learner.offer(List.of(WORDS).stream()
                .map(word -> new Offer("tool." + word, "does " + word, true))
                .toList());
        history.forEach(task -> learner.learn(task, offer -> true));
        return learner;
    }

    /** Whoever asks leaves out what lies outside a ceiling; nothing of that comes back, whatever was learned. */
    @Property(tries = 60)
    void nothing_is_predicted_that_is_not_eligible(@ForAll @IntRange(min = 0) int seed) {
        Random random = new Random(seed);
        Set<String> eligible = new TreeSet<>();
        for (String word : WORDS) {
            if (random.nextBoolean()) {
                eligible.add("tool." + word);
            }
        }
        try (Learner learner = learner(history(random))) {
            assertThat(learner.predict(new Situation(request(random), "a0", ""), eligible::contains, 20))
                    .allSatisfy(prediction -> {
                        assertThat(eligible).contains(prediction.offer());
                        assertThat(prediction.probability()).isBetween(0.0, 1.0);
                    });
        }
    }

    @Property(tries = 30)
    void the_same_tasks_in_the_same_order_give_the_same_predictions(@ForAll @IntRange(min = 0) int seed) {
        Random random = new Random(seed);
        List<PastTask> history = history(random);
        Situation situation = new Situation(request(random), "a1", "");
        try (Learner one = learner(history);
                Learner other = learner(history)) {
            assertThat(one.weights()).isEqualTo(other.weights());
            assertThat(one.predict(situation, offer -> true, 20))
                    .isEqualTo(other.predict(situation, offer -> true, 20));
        }
    }
}
