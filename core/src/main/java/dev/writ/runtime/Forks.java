package dev.writ.runtime;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.agent.context.Contexts;
import dev.writ.event.Event;
import dev.writ.event.EventFilter;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.label.Label;
import dev.writ.permission.Allow;
import dev.writ.permission.Ceiling;
import dev.writ.permission.CeilingBasis;
import dev.writ.store.Transaction;
import dev.writ.task.Conversation;
import dev.writ.task.Message;
import dev.writ.task.Task;
import dev.writ.task.TaskLabels;
import dev.writ.task.TaskStore;
import dev.writ.task.Tree;
import dev.writ.task.TreeOrigin;
import dev.writ.task.TreeOrigins;
import dev.writ.task.TreeStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import tools.jackson.databind.node.ArrayNode;

/**
 * New requests out of old ones: a fork goes on with a task's conversation from a step, a replay begins anew with the same
 * words. The old one stays as it is. Powers, approvals and what was spent are not taken over; labels, and what a person has
 * denied, are.
 */
public final class Forks {
    /** One agent works until it ends. */
    private static final String PROCESS = "single_agent";

    private static final String OUTSIDE = "outside_agent";

    private final EventLog events;
    private final TaskStore tasks;
    private final TreeStore trees;
    private final TreeOrigins origins;
    private final Conversation conversation;
    private final TaskLabels labels;
    private final Contexts contexts;
    private final Engine engine;

    public Forks(
            EventLog events,
            TaskStore tasks,
            TreeStore trees,
            TreeOrigins origins,
            Conversation conversation,
            TaskLabels labels,
            Contexts contexts,
            Engine engine) {
        this.events = events;
        this.tasks = tasks;
        this.trees = trees;
        this.origins = origins;
        this.conversation = conversation;
        this.labels = labels;
        this.contexts = contexts;
        this.engine = engine;
    }

    /**
     * Forks a task's conversation into a request of its own, with the same agent.
     *
     * @param more is written in the same transaction
     * @throws WritException with {@code not_found} where the task has no such step, with {@code denied} where another agent
     *     asked for the task, with {@code conflict} where calls of the step before have no result yet, with
     *     {@code invalid_arguments} for other words where no person spoke
     */
    public Task fork(String id, ForkOrder order, String actor, BiConsumer<Transaction, Task> more) {
        Task source = tasks.get(id);
        refuseDelegated(source);
        Contexts.Prefix prefix = contexts.before(source, order.step());
        refuseOpenCalls(prefix.entries(), order.step());
        ChangedWords words = ChangedWords.of(prefix.entries(), order);
        Tree tree = trees.get(source.tree());
        // What others than a person asked for does not become a person's words by being forked.
        String by = order.request().isPresent() ? actor : asked(tree, actor);
        Submission submission = new Submission(
                order.request().orElse(tree.request()),
                PROCESS,
                prefix.agent(),
                Json.object(),
                workspace(tree),
                order.allow(),
                order.budget().orElse(tree.budget()),
                tree.approvalTimeout(),
                order.stepMode(),
                source.priority(),
                "",
                by);
        return engine.submit(submission, (transaction, task) -> {
            copy(transaction, source, task, prefix, words);
            origins.add(
                    transaction,
                    new TreeOrigin(
                            task.tree(), TreeOrigin.Kind.FORK, source.tree(), id, order.step(), words.changed()));
            told(transaction, "task.forked", source, task, order.step(), words.changed(), actor);
            more.accept(transaction, task);
        });
    }

    /**
     * Hands a request in again, with the same words, parameters and limits.
     *
     * @throws WritException with {@code conflict} where it cannot begin anew: a fork, or the work of an agent from elsewhere
     */
    public Task replay(String id, String actor) {
        return replay(id, actor, "");
    }

    /**
     * As {@link #replay(String, String)}.
     *
     * @param key the same key again is the same replay; empty for none
     */
    public Task replay(String id, String actor, String key) {
        Tree tree = trees.get(tasks.get(id).tree());
        Task root = tasks.get(tree.id());
        if (root.process().equals(OUTSIDE)) {
            throw new WritException(
                    FailureCode.CONFLICT,
                    "The agent of this request runs elsewhere, so Writ cannot let it begin anew.",
                    "Start it there again.");
        }
        if (origins.of(tree.id())
                .filter(origin -> origin.kind() == TreeOrigin.Kind.FORK)
                .isPresent()) {
            throw new WritException(
                    FailureCode.CONFLICT,
                    "This request began in the middle of another one.",
                    "Fork that one again from the same step.");
        }
        return engine.submit(
                again(tree, root, workspace(tree), tree.approvalTimeout(), key, asked(tree, actor)),
                (transaction, task) -> {
                    origins.add(
                            transaction,
                            new TreeOrigin(task.tree(), TreeOrigin.Kind.REPLAY, tree.id(), tree.id(), 0, List.of()));
                    told(transaction, "task.replayed", root, task, 0, List.of(), actor);
                });
    }

    /**
     * Hands a request in again elsewhere, where nobody is asked for long: for trials of changes.
     *
     * @param more is written in the same transaction
     */
    public Task rerun(String tree, Path workspace, Duration approvalTimeout, BiConsumer<Transaction, Task> more) {
        Tree source = trees.get(tree);
        Submission submission =
                again(source, tasks.get(tree), Optional.of(workspace), approvalTimeout, "", source.submittedBy());
        return engine.submit(submission, (transaction, task) -> {
            origins.add(
                    transaction,
                    new TreeOrigin(task.tree(), TreeOrigin.Kind.REPLAY, source.id(), source.id(), 0, List.of()));
            more.accept(transaction, task);
        });
    }

    private Submission again(
            Tree tree, Task root, Optional<Path> workspace, Duration approvalTimeout, String key, String submittedBy) {
        return new Submission(
                tree.request(),
                root.process(),
                agentAskedFor(root),
                root.parameters(),
                workspace,
                allowed(tree),
                tree.budget(),
                approvalTimeout,
                false,
                root.priority(),
                key,
                submittedBy);
    }

    private static String asked(Tree tree, String actor) {
        return tree.submittedBy().startsWith("person:") ? actor : tree.submittedBy();
    }

    private static Optional<Path> workspace(Tree tree) {
        return tree.workspace().isEmpty() ? Optional.empty() : Optional.of(Path.of(tree.workspace()));
    }

    /** What a replay of a task's request would be allowed beforehand. */
    public Set<Allow> allowed(String id) {
        return allowed(trees.get(tasks.get(id).tree()));
    }

    private static Set<Allow> allowed(Tree tree) {
        return Ceiling.read(tree.ceiling()).basis().map(CeilingBasis::allow).orElse(Set.of());
    }

    /** As it was handed in: the agent that the task has now may have been selected. */
    private String agentAskedFor(Task root) {
        return events
                .find(EventFilter.all()
                        .inTree(root.tree())
                        .about("task", root.id())
                        .ofType("task.created")
                        .atMost(1))
                .stream()
                .map(event -> event.data().path("agent").asString(""))
                .findFirst()
                .orElse("");
    }

    /** What an agent asks another one to do is held to the powers of both; a request of its own would not be. */
    private void refuseDelegated(Task source) {
        Task above = source;
        while (true) {
            if (!above.delegatedBy().isEmpty()) {
                throw new WritException(
                        FailureCode.DENIED,
                        "Another agent asked for this task, and it may do no more than that agent; a fork of it would not be"
                                + " held to that.",
                        "Fork the task of the agent that asked: " + above.delegatedBy() + ".");
            }
            if (above.parent().isEmpty()) {
                return;
            }
            above = tasks.get(above.parent());
        }
    }

    private static void refuseOpenCalls(List<Conversation.Entry> entries, int step) {
        List<String> answered = entries.stream()
                .filter(entry -> entry.message() instanceof Message.Result)
                .map(entry -> ((Message.Result) entry.message()).callId())
                .toList();
        boolean open = entries.stream()
                .filter(entry -> entry.message() instanceof Message.Reply)
                .flatMap(entry -> ((Message.Reply) entry.message()).calls().stream())
                .anyMatch(call -> !answered.contains(call.id()));
        if (open) {
            throw new WritException(
                    FailureCode.CONFLICT,
                    "Calls before step " + step + " have no result yet, so there is nothing to go on from.",
                    "Fork from the step before, or wait.");
        }
    }

    private void copy(Transaction transaction, Task source, Task fork, Contexts.Prefix prefix, ChangedWords words) {
        labels.raise(transaction, fork.id(), prefix.read());
        instructed(source)
                .ifPresent(event -> events.append(
                        transaction,
                        NewEvent.of(event.type(), event.kind(), event.entity())
                                .in(fork.tree(), fork.id())
                                .causedBy(event.id())
                                .withData(event.data())));
        for (Conversation.Entry entry : prefix.entries()) {
            Optional<Message> other = words.at(entry.position());
            conversation.append(
                    transaction,
                    fork.id(),
                    other.orElse(entry.message()),
                    other.isPresent() ? Label.CLEAN : entry.label());
        }
        tasks.startAt(transaction, fork.id(), prefix.turns());
    }

    private Optional<Event> instructed(Task source) {
        return events
                .find(EventFilter.all()
                        .inTree(source.tree())
                        .ofTask(source.id())
                        .ofType("agent.instructed")
                        .atMost(1))
                .stream()
                .findFirst();
    }

    private void told(
            Transaction transaction,
            String type,
            Task source,
            Task made,
            int step,
            List<String> changed,
            String actor) {
        ArrayNode names = Json.array(changed);
        events.append(
                transaction,
                NewEvent.of(type, "task", made.id())
                        .in(made.tree(), made.id())
                        .by(actor)
                        .withData(Json.object()
                                .put("source_tree", source.tree())
                                .put("source_task", source.id())
                                .put("step", step)
                                .set("changed", names)));
    }
}
