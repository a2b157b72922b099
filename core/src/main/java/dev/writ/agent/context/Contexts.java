package dev.writ.agent.context;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.agent.context.ModelContext.State;
import dev.writ.event.Event;
import dev.writ.event.EventFilter;
import dev.writ.event.EventLog;
import dev.writ.label.Integrity;
import dev.writ.label.Label;
import dev.writ.store.Database;
import dev.writ.task.Conversation;
import dev.writ.task.Message;
import dev.writ.task.Task;
import dev.writ.task.TaskLabels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a model read at each step of a task, put together again from the conversation, which nobody changes, and from what
 * the event of the model call says of it. Safe for use by many threads.
 */
public final class Contexts {
    private static final int MOST_CALLS = 10_000;

    private final Database database;
    private final EventLog events;
    private final ShownFunctions functions;

    public Contexts(Database database, EventLog events, ShownFunctions functions) {
        this.database = database;
        this.events = events;
        this.functions = functions;
    }

    /** The steps of a task that can be asked for: those a model was asked at, and the next one where the task is open. */
    public List<Integer> steps(Task task) {
        return List.copyOf(read(task).steps());
    }

    /**
     * What the model read at the last step, the next one where the task is open.
     *
     * @throws WritException with {@code not_found} where no model of Writ's works on the task, or none was asked before it
     *     ended
     */
    public ModelContext latest(Task task) {
        Recorded recorded = read(task);
        if (recorded.steps().isEmpty()) {
            // It ended before a model was asked.
            throw noSuchStep(recorded, 1);
        }
        return at(recorded, recorded.steps().getLast());
    }

    /**
     * What the model read at a step.
     *
     * @throws WritException with {@code not_found} where the task has no such step
     */
    public ModelContext at(Task task, int step) {
        Recorded recorded = read(task);
        if (!recorded.steps().contains(step)) {
            throw noSuchStep(recorded, step);
        }
        return at(recorded, step);
    }

    /**
     * What was said before a step.
     *
     * @param agent that was asked at the step
     * @param turns how many model calls were answered before
     * @param read the label of all that the task had read by then; of what cannot be told, the worst
     */
    public record Prefix(List<Conversation.Entry> entries, String agent, int turns, Label read) {}

    /**
     * What was said before a step, for a conversation that goes on from there.
     *
     * @throws WritException with {@code not_found} where the task has no such step
     */
    public Prefix before(Task task, int step) {
        Recorded recorded = read(task);
        if (!recorded.steps().contains(step)) {
            throw noSuchStep(recorded, step);
        }
        Optional<Event> call = recorded.call(step);
        int messages = call.map(event -> messages(recorded, step, event, new ArrayList<>()))
                .orElse(recorded.entries().size());
        List<Conversation.Entry> entries = List.copyOf(recorded.entries().subList(0, messages));
        TaskLabels.Standing standing = database.read(handle -> TaskLabels.of(handle, task.id()));
        Label said = entries.stream().map(Conversation.Entry::label).reduce(Label.CLEAN, Label::join);
        boolean untrusted = standing.untrustedSince()
                .filter(since -> call.isEmpty() || !since.isAfter(call.get().at()))
                .isPresent();
        // When it first read something private is not recorded, so it counts as having done so from the start.
        Label background = new Label(
                untrusted ? Integrity.UNTRUSTED : Integrity.TRUSTED,
                standing.label().confidentiality());
        return new Prefix(
                entries,
                call.map(event -> event.data().path("agent").asString("")).orElse(task.agent()),
                step - 1,
                said.join(background));
    }

    private static WritException noSuchStep(Recorded recorded, int step) {
        return new WritException(
                FailureCode.NOT_FOUND,
                "Task " + recorded.task().id() + " has no step " + step + " that is on record.",
                "It has these: " + recorded.steps() + ".");
    }

    /** @param calls the events of its model calls by their step; the last one where a step was tried again */
    private record Recorded(
            Task task,
            List<Conversation.Entry> entries,
            NavigableMap<Integer, Event> calls,
            List<DocumentPlace> places) {
        boolean isOpen() {
            return !task.state().isFinal();
        }

        /** The event of a step; a task that goes on after a failed call reads anew. */
        Optional<Event> call(int step) {
            return Optional.ofNullable(calls.get(step)).filter(event -> !(isOpen() && step == next()));
        }

        int next() {
            return task.turns() + 1;
        }

        List<Integer> steps() {
            List<Integer> steps = new ArrayList<>(calls.keySet());
            if (isOpen() && !steps.contains(next())) {
                steps.add(next());
            }
            return steps;
        }
    }

    private Recorded read(Task task) {
        List<Conversation.Entry> entries = database.read(handle -> Conversation.entries(handle, task.id()));
        NavigableMap<Integer, Event> calls = new TreeMap<>();
        List<DocumentPlace> places = new ArrayList<>();
        for (Event event : events.find(EventFilter.all()
                .inTree(task.tree())
                .ofTask(task.id())
                .ofKinds("model_call", "agent")
                .atMost(MOST_CALLS))) {
            if (event.type().equals("model.called")) {
                calls.put(stepOf(event), event);
            } else if (event.type().equals("agent.instructed")) {
                places.clear();
                event.data().path("documents").forEach(place -> places.add(DocumentPlace.read(place)));
            }
        }
        if (calls.isEmpty() && entries.stream().noneMatch(entry -> entry.message() instanceof Message.Instruction)) {
            throw new WritException(
                    FailureCode.NOT_FOUND,
                    "No model was asked for task " + task.id() + ".",
                    "Its agent runs elsewhere, has not begun, or its process does all of its work; see `writ task tree "
                            + task.tree() + "`.");
        }
        return new Recorded(task, entries, calls, places);
    }

    static int stepOf(Event called) {
        return Integer.parseInt(called.entity().substring(called.entity().lastIndexOf('.') + 1));
    }

    private ModelContext at(Recorded recorded, int step) {
        List<String> gaps = new ArrayList<>();
        Task task = recorded.task();
        Optional<Event> call = recorded.call(step);
        int read = call.map(event -> messages(recorded, step, event, gaps))
                .orElse(recorded.entries().size());
        List<ShownFunction> shown = call.map(event -> functions(event, gaps)).orElseGet(() -> functions.now(task.id()));
        Optional<Event> before =
                Optional.ofNullable(recorded.calls().lowerEntry(step)).map(Map.Entry::getValue);
        int readBefore = before.map(event -> messages(recorded, stepOf(event), event, new ArrayList<>()))
                .orElse(0);
        Optional<List<ShownFunction>> shownBefore = before.map(event -> functions(event, new ArrayList<>()));
        if (recorded.places().isEmpty()
                && call.isPresent()
                && !call.get().data().has("messages")) {
            gaps.add("Where in its instruction a document begins was not recorded then.");
        }
        long counted =
                call.map(event -> event.data().path("input_tokens").asLong(0)).orElse(0L);
        Blocks blocks = new Blocks(recorded.places());
        List<Conversation.Entry> messages = recorded.entries().subList(0, read);
        for (int i = 0; i < messages.size(); i++) {
            blocks.message(
                    messages.get(i), before.isEmpty() || i < readBefore ? Block.Change.SAME : Block.Change.ADDED);
        }
        shown.forEach(function -> blocks.function(function, shownBefore));
        return new ModelContext(
                task.id(),
                call.map(event -> event.data().path("agent").asString("")).orElse(task.agent()),
                step,
                recorded.steps(),
                call.map(event -> event.outcome().equals("succeeded") ? State.ANSWERED : State.FAILED)
                        .orElse(State.NEXT),
                call.map(Event::at),
                call.map(event -> event.data().path("model").asString("")).orElse(""),
                counted,
                blocks.taking(counted),
                removed(shown, shownBefore),
                gaps);
    }

    /** How many messages the model read. */
    private static int messages(Recorded recorded, int step, Event call, List<String> gaps) {
        if (call.data().has("messages")) {
            return Math.min(
                    call.data().path("messages").asInt(0), recorded.entries().size());
        }
        gaps.add(
                "How many messages it read was not recorded then: words that came while the model thought are among them.");
        int replies = 0;
        for (int i = 0; i < recorded.entries().size(); i++) {
            Conversation.Entry entry = recorded.entries().get(i);
            if (entry.message() instanceof Message.Reply && ++replies == step) {
                return i;
            }
        }
        Instant at = call.at();
        return (int) recorded.entries().stream()
                .takeWhile(entry -> !entry.at().isAfter(at))
                .count();
    }

    private List<ShownFunction> functions(Event call, List<String> gaps) {
        return database.read(handle -> ShownFunctions.find(
                        handle, call.data().path("functions").asString("")))
                .orElseGet(() -> {
                    gaps.add("Which tools were described to it was not recorded then.");
                    return List.of();
                });
    }

    private static List<String> removed(List<ShownFunction> shown, Optional<List<ShownFunction>> before) {
        List<String> names = shown.stream().map(ShownFunction::name).toList();
        return before.stream()
                .flatMap(List::stream)
                .map(ShownFunction::name)
                .filter(name -> !names.contains(name))
                .toList();
    }
}
