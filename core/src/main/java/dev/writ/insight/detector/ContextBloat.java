package dev.writ.insight.detector;

import dev.writ.Json;
import dev.writ.entity.Definition;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import dev.writ.entity.TreeVersions;
import dev.writ.insight.Detector;
import dev.writ.insight.Opportunity;
import dev.writ.insight.Period;
import dev.writ.store.Database;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Documents that an agent always gets, that are long, and that its tasks are not about: hardly any names one of the
 * document's own keywords, and the tasks that had the document did no better than those that had not. Taken off the
 * agent's list such a document still comes with the tasks that name it.
 *
 * @param leastCharacters shorter documents cost little
 * @param mostRelevant share of the tasks that may be about it, 0 to 1
 */
record ContextBloat(
        Database database, Definitions definitions, int leastCharacters, int leastTasks, double mostRelevant)
        implements Detector {
    private static final int EVIDENCE = 10;
    private static final int CHARACTERS_PER_TOKEN = 4;
    private static final Pattern WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

    private record Beginning(String agent, String task, Set<String> words, String state, JsonNode documents) {
        boolean has(String document) {
            return length(document) > 0;
        }

        int length(String document) {
            for (JsonNode one : documents) {
                if (one.path("name").asString("").equals(document)) {
                    return one.path("length").asInt(0);
                }
            }
            return 0;
        }

        boolean ended() {
            return state.equals("completed") || state.equals("failed");
        }
    }

    @Override
    public List<Opportunity> detect(Period period) {
        TreeMap<String, List<Beginning>> byAgent = beginnings(period).stream()
                .collect(Collectors.groupingBy(Beginning::agent, TreeMap::new, Collectors.toList()));
        List<Opportunity> found = new ArrayList<>();
        byAgent.forEach((agent, all) -> {
            JsonNode listed = definitions
                    .find(EntityKind.AGENT, agent)
                    .map(definition -> definition.content().path("documents"))
                    .orElse(Json.array());
            listed.forEach(name -> definitions
                    .find(EntityKind.DOCUMENT, name.asString(""))
                    .flatMap(document -> judge(agent, document, all))
                    .ifPresent(found::add));
        });
        return found;
    }

    private Optional<Opportunity> judge(String agent, Definition document, List<Beginning> all) {
        List<Beginning> with =
                all.stream().filter(one -> one.has(document.name())).toList();
        int length =
                with.stream().mapToInt(one -> one.length(document.name())).max().orElse(0);
        if (with.size() < leastTasks || length < leastCharacters) {
            return Optional.empty();
        }
        Set<String> keywords = keywords(document);
        List<Beginning> aside = with.stream()
                .filter(one -> one.words().stream().noneMatch(keywords::contains))
                .toList();
        if (with.size() - aside.size() > mostRelevant * with.size() || helped(document, with, all)) {
            return Optional.empty();
        }
        int tokens = length / CHARACTERS_PER_TOKEN;
        return Optional.of(new Opportunity(
                Opportunity.Kind.CONTEXT_BLOAT,
                EntityKind.AGENT,
                agent,
                document.name(),
                "Every task of '%s' reads the document '%s' (about %d tokens in each model call), and of %d tasks %d were about it."
                        .formatted(agent, document.name(), tokens, with.size(), with.size() - aside.size()),
                "Given only to tasks that name it, it costs nothing in the others.",
                aside.stream().map(Beginning::task).limit(EVIDENCE).toList(),
                new Opportunity.Measure("tokens_in_each_call", tokens, "tokens")));
    }

    /** The words that would bring the document to a task by themselves; its name's where it has none. */
    private static Set<String> keywords(Definition document) {
        Set<String> keywords = new HashSet<>();
        document.content()
                .path("keywords")
                .forEach(keyword -> keywords.add(keyword.asString("").toLowerCase(Locale.ROOT)));
        return keywords.isEmpty() ? words(document.name()) : keywords;
    }

    /** Whether tasks with the document succeeded clearly more often; without any to compare with, nothing says so. */
    private boolean helped(Definition document, List<Beginning> with, List<Beginning> all) {
        List<Beginning> without =
                all.stream().filter(one -> !one.has(document.name())).toList();
        if (without.stream().filter(Beginning::ended).count() < leastTasks) {
            return false;
        }
        return share(with) > share(without) + 0.05;
    }

    private static double share(List<Beginning> tasks) {
        long ended = tasks.stream().filter(Beginning::ended).count();
        long completed =
                tasks.stream().filter(one -> one.state().equals("completed")).count();
        return ended == 0 ? 0 : (double) completed / ended;
    }

    private List<Beginning> beginnings(Period period) {
        // The number of the first event of the period bounds the range of the index by type.
        return database.read(handle -> handle.createQuery("""
                        SELECT e.entity AS agent, e.task, t.instruction, t.state, e.data
                        FROM events e JOIN tasks t ON t.id = e.task
                        WHERE e.type = 'agent.instructed'
                          AND e.seq >= COALESCE((SELECT seq FROM events WHERE at >= :from ORDER BY at, seq LIMIT 1), 0)
                          AND e.at >= :from AND e.at < :until AND
                        """ + TreeVersions.notRunAgain("t.tree") + """
                        ORDER BY e.seq DESC LIMIT :most
                        """)
                .bind("from", period.from().toEpochMilli())
                .bind("until", period.until().toEpochMilli())
                .bind("most", CallRow.MOST)
                .map((row, context) -> new Beginning(
                        row.getString("agent"),
                        row.getString("task"),
                        words(row.getString("instruction")),
                        row.getString("state"),
                        Json.parseObject(row.getString("data")).path("documents")))
                .list());
    }

    private static Set<String> words(String text) {
        return new HashSet<>(List.of(WORDS.split(text.toLowerCase(Locale.ROOT), -1)));
    }
}
