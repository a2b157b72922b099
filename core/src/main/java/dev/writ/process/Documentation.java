package dev.writ.process;

import dev.writ.Json;
import dev.writ.entity.Change;
import dev.writ.entity.Definition;
import dev.writ.entity.DefinitionStatus;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Records what changed files, with its sources, so that the next agent and the next person can read it. Work like one on
 * record becomes a new version of that record.
 */
final class Documentation {
    private static final String AUTHOR = "agent:documentation_agent";
    private static final Pattern WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");
    /** Shares of files and of words of the title that two records of the same matter have in common. */
    private static final double SAME_FILES = 0.6;

    private static final double SAME_WORDS = 0.5;
    private static final int CANDIDATES = 20;
    private static final int MOST_TASKS = 20;

    private final Evidence evidence;
    private final Definitions definitions;
    private final DocumentFinder finder;

    Documentation(Evidence evidence, Definitions definitions, DocumentFinder finder) {
        this.evidence = evidence;
        this.definitions = definitions;
        this.finder = finder;
    }

    /** Writes a document when the task changed files; work that changed nothing needs none. */
    void document(ProcessRun run, ProcessOutcome outcome) {
        ObjectNode seen = run.step(
                "changes", ObjectNode.class, () -> evidence.of(run.task().id()).toJson());
        if (!(outcome instanceof ProcessOutcome.Completed)
                || seen.path("files_changed").isEmpty()) {
            return;
        }
        ObjectNode input = Json.object()
                .put("request", run.task().instruction())
                .put("result", outcome.result().text());
        input.set("evidence", seen);
        Optional<ObjectNode> written =
                SingleAgent.ask(run, "document", "documentation_agent", "Write the record of this work.", input);
        written.filter(data -> !data.path("text").asString("").isBlank())
                .ifPresent(data -> keep(run, content(run, data, seen)));
    }

    private void keep(ProcessRun run, ObjectNode content) {
        Change change = Change.by(AUTHOR, "record of a task")
                .in(run.task().tree(), run.task().id());
        run.stepWriting(
                "keep_document",
                String.class,
                transaction -> alike(content)
                        .map(known -> {
                            content.set("tasks", Json.array(tasks(run.task().id(), known.content())));
                            return definitions.update(
                                    transaction,
                                    EntityKind.DOCUMENT,
                                    known.id(),
                                    content,
                                    known.activeVersion(),
                                    change);
                        })
                        .orElseGet(() -> {
                            content.set("tasks", Json.array(List.of(run.task().id())));
                            return definitions.create(
                                    transaction,
                                    EntityKind.DOCUMENT,
                                    "record-" + run.task().id(),
                                    content,
                                    change);
                        })
                        .id());
    }

    /** A record of the same matter: the agent's own, of the same workspace, with much the same files and title. */
    private Optional<Definition> alike(ObjectNode content) {
        String files = String.join(" ", texts(content.path("files")));
        return finder
                .findByWords(content.path("title").asString("") + " " + files, CANDIDATES)
                .orElse(List.of())
                .stream()
                .flatMap(id -> definitions.find(EntityKind.DOCUMENT, id).stream())
                .filter(known -> known.name().startsWith("record-") && known.status() == DefinitionStatus.ACTIVE)
                .filter(known -> definitions
                        .version(EntityKind.DOCUMENT, known.id(), known.activeVersion())
                        .author()
                        .equals(AUTHOR))
                .filter(known -> known.content().path("workspace").equals(content.path("workspace")))
                .filter(known ->
                        share(texts(known.content().path("files")), texts(content.path("files"))) >= SAME_FILES)
                .filter(known -> share(words(known.content()), words(content)) >= SAME_WORDS)
                .findFirst();
    }

    private static Set<String> words(ObjectNode content) {
        return new HashSet<>(
                List.of(WORDS.split(content.path("title").asString("").toLowerCase(Locale.ROOT), -1)));
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new LinkedHashSet<>();
        list.forEach(one -> texts.add(one.asString("")));
        return texts;
    }

    /** How much two sets have in common: 1 for the same, 0 for nothing (Jaccard). */
    private static double share(Set<String> one, Set<String> other) {
        Set<String> both = new HashSet<>(one);
        both.retainAll(other);
        int all = one.size() + other.size() - both.size();
        return all == 0 ? 0 : (double) both.size() / all;
    }

    private static List<String> tasks(String task, ObjectNode known) {
        Set<String> tasks = new LinkedHashSet<>(List.of(task));
        tasks.addAll(texts(known.path("tasks")));
        return new ArrayList<>(tasks).subList(0, Math.min(MOST_TASKS, tasks.size()));
    }

    /** With its sources: the task, the files it changed, the calls it made. */
    private static ObjectNode content(ProcessRun run, ObjectNode data, ObjectNode seen) {
        ObjectNode content = Json.object()
                .put("title", data.path("title").asString("Record of a task"))
                .put("summary", data.path("title").asString(""))
                .put("text", data.path("text").asString())
                .put("task", run.task().id())
                .put("workspace", run.tree().workspace());
        content.set("files", seen.path("files_changed"));
        content.set("calls", seen.path("calls"));
        return content;
    }
}
