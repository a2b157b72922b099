package dev.writ.bench;

import java.util.Random;
import java.util.function.IntSupplier;

/**
 * May this task do this to this file? Asked of every engine in the same words.
 *
 * @param allowed the right answer
 */
record Question(String task, Rules.Verb verb, String path, boolean allowed) {
    /** Questions about tasks at random: three of four within a grant, the fourth about a file outside it. */
    static Question[] some(Rules rules, int count, Random random) {
        return of(() -> random.nextInt(rules.tasks()), count, random);
    }

    /** As {@link #some}, about one task. */
    static Question[] aboutOne(int task, int count, Random random) {
        return of(() -> task, count, random);
    }

    private static Question[] of(IntSupplier tasks, int count, Random random) {
        Question[] questions = new Question[count];
        for (int i = 0; i < count; i++) {
            int task = tasks.getAsInt();
            Rules.Verb verb = random.nextBoolean() ? Rules.Verb.READ : Rules.Verb.WRITE;
            boolean allowed = random.nextInt(4) != 0;
            String folder = allowed ? Rules.folder(task) : "conf/secret";
            questions[i] = new Question(Rules.task(task), verb, folder + "/main/File" + (i % 50) + ".java", allowed);
        }
        return questions;
    }
}
