package dev.writ.tool;

import dev.writ.label.Grounds;
import dev.writ.label.SeenResult;
import dev.writ.label.Words;
import dev.writ.task.Conversation;
import dev.writ.task.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What a task's targets may be taken from, as the database has it: what the user said in its tree, and what it and the tasks
 * above it have read.
 */
final class TaskEvidence {
    private final ToolRegistry registry;

    TaskEvidence(ToolRegistry registry) {
        this.registry = registry;
    }

    Grounds grounds(Handle handle, CallContext call) {
        return new Grounds(Words.of(words(handle, call.tree())), seen(handle, call.task()));
    }

    /** The request, what the user said later, and answers to questions: all of it only where a person asked. */
    private static List<String> words(Handle handle, String tree) {
        List<String> words = new ArrayList<>(
                handle.createQuery("SELECT request FROM trees WHERE id = :tree AND submitted_by LIKE 'person:%'")
                        .bind("tree", tree)
                        .mapTo(String.class)
                        .list());
        handle.createQuery("""
                        SELECT m.task FROM messages m JOIN tasks t ON t.id = m.task
                        WHERE t.tree = :tree AND m.role = 'request' AND m.integrity = 'trusted'
                        GROUP BY m.task
                        """)
                .bind("tree", tree)
                .mapTo(String.class)
                .forEach(task -> Conversation.entries(handle, task).forEach(entry -> {
                    if (entry.message() instanceof Message.Request(String from, String text) && from.equals("user")) {
                        words.add(text);
                    }
                }));
        words.addAll(handle.createQuery("SELECT answer FROM user_messages WHERE tree = :tree AND state = 'answered'")
                .bind("tree", tree)
                .mapTo(String.class)
                .list());
        return words;
    }

    private List<SeenResult> seen(Handle handle, String task) {
        List<SeenResult> seen = new ArrayList<>();
        handle.createQuery("""
                        WITH RECURSIVE above (id, parent) AS (
                            SELECT id, parent FROM tasks WHERE id = :task
                            UNION SELECT t.id, t.parent FROM tasks t JOIN above a ON t.id = a.parent)
                        SELECT id FROM above
                        """)
                .bind("task", task)
                .mapTo(String.class)
                .forEach(above -> results(Conversation.entries(handle, above), seen));
        return seen;
    }

    private void results(List<Conversation.Entry> entries, List<SeenResult> seen) {
        Map<String, Message.Call> calls = new HashMap<>();
        for (Conversation.Entry entry : entries) {
            switch (entry.message()) {
                case Message.Reply reply -> reply.calls().forEach(call -> calls.put(call.id(), call));
                case Message.Result result
                when result.status().equals("succeeded") ->
                    Optional.ofNullable(calls.get(result.callId()))
                            .flatMap(call -> registry.find(call.function())
                                    .map(operation -> new SeenResult(
                                            operation.spec().flow(), call.arguments(), result.data(), entry.label())))
                            .ifPresent(seen::add);
                case Message.Result ignored -> {}
                case Message.Instruction ignored -> {}
                case Message.Request ignored -> {}
            }
        }
    }
}
