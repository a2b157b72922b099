package dev.writ.process;

import dev.writ.Json;
import dev.writ.agent.Opening.ContextDocuments.Document;
import dev.writ.entity.Change;
import dev.writ.entity.Definition;
import dev.writ.entity.DefinitionFilter;
import dev.writ.entity.DefinitionStatus;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import dev.writ.entity.EntityRef;
import dev.writ.entity.Relationships;
import dev.writ.entity.Seeder;
import dev.writ.entity.TreeVersions;
import dev.writ.entity.Tunable;
import dev.writ.entity.Tuning;
import dev.writ.label.Label;
import dev.writ.task.Task;
import dev.writ.task.TaskLabels;
import dev.writ.task.TaskResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds the documents that help with a task: by relevance and by how well they served, or, while that is not known, those
 * whose own keywords its words name. What agents wrote is given unasked only to tasks that have read such words already:
 * a document costs no task its powers. A question is put to context_addition.
 */
final class NeedMoreContext implements Process {
    static final String NAME = "need_more_context";
    static final String RELATION = "context";

    private static final int MOST_CONSIDERED = 200;
    /** Of more documents than these only the ones that fit best are offered to choose from. */
    private static final int MOST_OFFERED = 20;

    private static final Pattern WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

    private final Definitions definitions;
    private final TreeVersions versions;
    private final Relationships relationships;
    private final TaskLabels labels;
    private final Tuning tuning;
    private final DocumentFinder finder;

    NeedMoreContext(
            Definitions definitions,
            TreeVersions versions,
            Relationships relationships,
            TaskLabels labels,
            Tuning tuning,
            DocumentFinder finder) {
        this.definitions = definitions;
        this.versions = versions;
        this.relationships = relationships;
        this.labels = labels;
        this.tuning = tuning;
        this.finder = finder;
    }

    @Override
    public ProcessSpec spec() {
        return new ProcessSpec(NAME, "Finds documents that answer a question.", Schemas.NEED_MORE_CONTEXT);
    }

    private List<Definition> fitting(Task task) {
        boolean trusted = labels.of(task.id()).label().equals(Label.CLEAN);
        return finder.find(task.instruction(), MOST_CONSIDERED)
                .map(ids -> ids.stream()
                        .flatMap(id -> versions.find(task.tree(), EntityKind.DOCUMENT, id).stream())
                        .filter(document -> !trusted || label(document).equals(Label.CLEAN))
                        .limit(tuning.number(task.tree(), Tunable.CONTEXT_DOCUMENTS))
                        .toList())
                .orElseGet(() -> byKeywords(task));
    }

    /** What context_addition chooses from. */
    private List<Definition> offered(String tree, String question) {
        List<Definition> all = documents(tree);
        if (all.size() <= MOST_OFFERED) {
            return all;
        }
        return finder.find(question, MOST_OFFERED)
                .filter(ids -> !ids.isEmpty())
                .map(ids -> ids.stream()
                        .flatMap(id -> versions.find(tree, EntityKind.DOCUMENT, id).stream())
                        .toList())
                .orElse(all);
    }

    /** Relates the documents that fit the task's words to it, once. */
    void add(ProcessRun run) {
        run.stepWriting("add_context", String[].class, () -> fitting(run.task()), (transaction, fitting) -> {
            for (Definition document : fitting) {
                relationships.relate(
                        transaction,
                        new EntityRef(EntityKind.TASK, run.task().id()),
                        document.ref(),
                        RELATION,
                        1.0,
                        Change.by("process:" + run.task().process(), "its words name the document")
                                .in(run.task().tree(), run.task().id()));
            }
            return fitting.stream().map(Definition::name).toArray(String[]::new);
        });
    }

    @Override
    public ProcessOutcome run(ProcessRun run) {
        Task task = run.task();
        String question = task.parameters().path("question").asString();
        Map<String, Definition> documents = new LinkedHashMap<>();
        // The journal of what was asked and chosen holds ids, so what is offered may differ when it is run again.
        offered(task.tree(), question).forEach(document -> documents.put(document.id(), document));
        ObjectNode input = Json.object().put("question", question);
        ArrayNode offered = input.putArray("documents");
        documents
                .values()
                .forEach(document -> offered.addObject()
                        .put("id", document.id())
                        .put("name", document.name())
                        .put("summary", document.content().path("summary").asString("")));
        Optional<ObjectNode> chosen = SingleAgent.ask(
                run, "choose", "context_addition", "Which of these documents answer the question?", input);
        ArrayNode found = Json.array();
        List<String> texts = new ArrayList<>();
        Label read = Label.CLEAN;
        for (JsonNode id : chosen.map(data -> data.path("documents")).orElse(Json.array())) {
            Definition document = documents.get(id.asString(""));
            if (document != null && found.size() < tuning.number(task.tree(), Tunable.CONTEXT_DOCUMENTS)) {
                String text = document.content().path("text").asString("");
                found.addObject()
                        .put("id", document.id())
                        .put("name", document.name())
                        .put("text", text);
                texts.add("# " + document.name() + "\n" + text);
                read = read.join(label(document));
            }
        }
        Label joined = read;
        run.stepWriting("label", String.class, transaction -> {
            labels.raise(transaction, task.id(), joined);
            return joined.toString();
        });
        String answer = texts.isEmpty() ? "No document answers that." : String.join("\n\n", texts);
        return new ProcessOutcome.Completed(TaskResult.of(answer, Json.object().set("documents", found)));
    }

    /** The documents related to a task, as its agent reads them. */
    List<Document> related(Task task) {
        return relationships.related(EntityKind.TASK, task.id()).stream()
                .filter(relationship -> relationship.type().equals(RELATION))
                .map(relationship -> definitions.get(
                        EntityKind.DOCUMENT, relationship.target().id()))
                .map(document -> readable(versions.inTree(task.tree(), document)))
                .toList();
    }

    Document readable(Definition document) {
        return new Document(
                document.id(),
                document.name(),
                document.activeVersion(),
                document.content().path("text").asString(""),
                label(document));
    }

    /** What ships with Writ or was written by a person is trusted; what an agent wrote may repeat what it read. */
    private Label label(Definition document) {
        String author = definitions
                .version(EntityKind.DOCUMENT, document.id(), document.activeVersion())
                .author();
        return author.equals(Seeder.AUTHOR) || author.startsWith("person:") ? Label.CLEAN : Label.WORST;
    }

    private List<Definition> documents(String tree) {
        return definitions
                .list(DefinitionFilter.all()
                        .ofKind(EntityKind.DOCUMENT)
                        .withStatus(DefinitionStatus.ACTIVE)
                        .atMost(MOST_CONSIDERED))
                .definitions()
                .stream()
                .map(document -> versions.inTree(tree, document))
                .toList();
    }

    private List<Definition> byKeywords(Task task) {
        Set<String> words = new HashSet<>(List.of(WORDS.split(task.instruction().toLowerCase(Locale.ROOT), -1)));
        long least = tuning.number(task.tree(), Tunable.CONTEXT_KEYWORDS);
        return documents(task.tree()).stream()
                .filter(document -> keywordsNamed(document, words) >= least)
                .limit(tuning.number(task.tree(), Tunable.CONTEXT_DOCUMENTS))
                .toList();
    }

    private static long keywordsNamed(Definition document, Set<String> words) {
        return document.content()
                .path("keywords")
                .valueStream()
                .map(keyword -> keyword.asString("").toLowerCase(Locale.ROOT))
                .filter(words::contains)
                .distinct()
                .count();
    }
}
