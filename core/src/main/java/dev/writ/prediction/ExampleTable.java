package dev.writ.prediction;

import dev.writ.Json;
import dev.writ.store.Transaction;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.JsonNode;

/** The table {@code prediction_examples}. */
final class ExampleTable {
    private ExampleTable() {}

    /** @param lesson empty where it was made for other features, or cannot be read */
    record Stored(long number, PastTask task, List<String> described, Optional<Rows> lesson) {}

    static void insert(
            Transaction transaction, long number, Outcomes.Outcome outcome, Learner.Lesson lesson, long learnedAt) {
        PastTask task = outcome.task();
        transaction.execute(
                """
                INSERT INTO prediction_examples (number, task, features, workspace, used, unused, asked, described, lesson,
                                                 learned_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (task) DO NOTHING
                """,
                number,
                task.id(),
                Feature.VERSION,
                task.situation().workspace(),
                Json.write(task.used().stream().sorted().toList()),
                Json.write(outcome.unused()),
                Json.write(outcome.asked()),
                Json.write(lesson.bestDescribed()),
                lesson.rows().bytes(),
                learnedAt);
    }

    /** Puts in place what a lesson teaches with the features of today. */
    static void relearned(Transaction transaction, long number, Learner.Lesson lesson) {
        transaction.execute(
                "UPDATE prediction_examples SET features = ?, described = ?, lesson = ? WHERE number = ?",
                Feature.VERSION,
                Json.write(lesson.bestDescribed()),
                lesson.rows().bytes(),
                number);
    }

    static boolean has(Handle handle, String task) {
        return handle.createQuery("SELECT COUNT(*) FROM prediction_examples WHERE task = :task")
                        .bind("task", task)
                        .mapTo(Long.class)
                        .one()
                > 0;
    }

    static long last(Handle handle) {
        return handle.createQuery("SELECT COALESCE(MAX(number), 0) FROM prediction_examples")
                .mapTo(Long.class)
                .one();
    }

    /** The last examples, oldest first. */
    static List<Stored> newest(Handle handle, int most) {
        return handle.createQuery("""
                        SELECT * FROM (
                            SELECT e.number, e.task, e.features, e.workspace, e.used, e.described, e.lesson,
                                   t.instruction, t.agent
                            FROM prediction_examples e JOIN tasks t ON t.id = e.task
                            ORDER BY e.number DESC LIMIT :most) AS newest
                        ORDER BY number
                        """)
                .bind("most", most)
                .map((row, context) -> new Stored(
                        row.getLong("number"),
                        new PastTask(
                                row.getString("task"),
                                new Situation(
                                        row.getString("instruction"),
                                        row.getString("agent"),
                                        row.getString("workspace")),
                                new HashSet<>(texts(row.getString("used")))),
                        texts(row.getString("described")),
                        rows(row.getInt("features"), row.getBytes("lesson"))))
                .list();
    }

    private static Optional<Rows> rows(int features, byte[] bytes) {
        if (features != Feature.VERSION) {
            return Optional.empty();
        }
        try {
            return Optional.of(Rows.read(bytes));
        } catch (IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    private static List<String> texts(String json) {
        return Json.parse(json).valueStream().map(JsonNode::stringValue).toList();
    }
}
