package dev.writ.model.playbook.skill;

import dev.writ.Json;
import dev.writ.model.playbook.reading.NearNames;
import dev.writ.model.playbook.request.Intent;
import dev.writ.model.playbook.tools.Queries;
import dev.writ.model.playbook.tools.Queries.Query;
import dev.writ.model.playbook.tools.Queries.Rows;
import dev.writ.model.playbook.turn.Data;
import dev.writ.model.playbook.turn.Finding;
import dev.writ.model.playbook.turn.SkillStops;
import dev.writ.model.playbook.turn.Toolbox;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists databases and their named queries, and runs them. */
final class DatabaseSkill {
    private static final int MOST_QUERIES = 12;
    private static final int ROWS_SHOWN = 20;

    private final Toolbox toolbox;

    DatabaseSkill(Toolbox toolbox) {
        this.toolbox = toolbox;
    }

    Report run(Intent.AskDatabase wanted) {
        return wanted.query().isPresent()
                ? query(wanted, wanted.query().get())
                : wanted.database().isPresent() ? overview(wanted.database().get()) : list();
    }

    private Report list() {
        Queries queries =
                new Queries(toolbox, List.of(Queries.OWN + ":*"), "list the databases and their named queries");
        List<Data> databases = queries.databases();
        List<Query> all = queries.list("");
        StringBuilder text = new StringBuilder(Layout.count(databases.size(), "database") + ":");
        for (Data database : databases) {
            text.append("\n\n")
                    .append(database.text("name"))
                    .append(" (")
                    .append(database.text("kind"))
                    .append("): ")
                    .append(database.text("description"));
            all.stream()
                    .filter(query -> query.database().equals(database.text("name")))
                    .forEach(query -> text.append("\n  ")
                            .append(query.name())
                            .append(" – ")
                            .append(query.description()));
        }
        return Report.of(
                text.toString(),
                List.of(),
                Json.object().put("databases", databases.size()).put("queries", all.size()));
    }

    private Report query(Intent.AskDatabase wanted, String name) {
        String database = wanted.database().orElse(Queries.OWN);
        Queries queries = new Queries(
                toolbox,
                List.of(database + ":" + name),
                "run the named query " + name + " of the database " + database);
        List<Query> known = queries.list(database);
        Query query = known.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name, database, known));
        Map<String, Object> values = new LinkedHashMap<>();
        wanted.parameters().forEach((parameter, value) -> values.put(parameter, typed(query, parameter, value)));
        Rows rows = queries.run(database, name, values);
        return Report.of(
                rows.place() + " gave " + Layout.count(rows.rows().size(), "row")
                        + (rows.truncated() ? " (cut at its limit)" : "") + ".\n" + table(rows),
                List.of(Finding.info(
                        rows.place() + ": " + Layout.count(rows.rows().size(), "row"),
                        query.description(),
                        rows.place())),
                Json.object().put("rows", rows.rows().size()));
    }

    private static SkillStops unknown(String name, String database, List<Query> known) {
        List<String> names = known.stream().map(Query::name).toList();
        String near = NearNames.nearest(name, names)
                .map(other -> " Did you mean " + other + "?")
                .orElse("");
        return new SkillStops(
                "not_found",
                "The database " + database + " has no named query " + name + "." + near + " It has: "
                        + String.join(", ", names) + ".");
    }

    private static Object typed(Query query, String parameter, String value) {
        String type = query.parameters().stream()
                .filter(each -> each.text("name").equals(parameter))
                .map(each -> each.text("type"))
                .findFirst()
                .orElse("");
        if (type.matches("integer|number|int|long|decimal|double|limit") && value.matches("-?\\d{1,18}")) {
            return Long.parseLong(value);
        }
        if (type.matches("number|decimal|double") && value.matches("-?\\d+\\.\\d+")) {
            return Double.parseDouble(value);
        }
        return type.matches("boolean|flag") ? (Object) Boolean.parseBoolean(value) : value;
    }

    /** Everything the database tells without being given anything. */
    private Report overview(String database) {
        Queries queries =
                new Queries(toolbox, List.of(database + ":*"), "run the named queries of the database " + database);
        List<Query> known = queries.list(database);
        if (known.isEmpty()) {
            return Report.of(
                    "The database " + database + " has no named queries; declare some in writ.yaml.",
                    List.of(),
                    Json.object().put("queries", 0));
        }
        List<String> open = known.stream()
                .filter(Query::needsNothing)
                .map(Query::name)
                .limit(MOST_QUERIES)
                .toList();
        List<String> closed = known.stream()
                .map(Query::name)
                .filter(name -> !open.contains(name))
                .toList();
        StringBuilder text = new StringBuilder("The database " + database + " has "
                + Layout.count(known.size(), "named query", "named queries") + ".");
        List<Finding> findings = new ArrayList<>();
        if (!open.isEmpty()) {
            for (Optional<Rows> answer : queries.runAll(database, open, Map.of())) {
                answer.ifPresent(rows -> {
                    String headline =
                            rows.query() + ": " + Layout.count(rows.rows().size(), "row") + numbers(rows);
                    text.append("\n\n").append(headline).append('\n').append(table(rows));
                    findings.add(Finding.info(headline, "", rows.place()));
                });
            }
        }
        if (!closed.isEmpty()) {
            text.append("\n\nNot run, because they need parameters: ")
                    .append(String.join(", ", closed))
                    .append('.');
        }
        return Report.of(text.toString(), findings, Json.object().put("queries", known.size()));
    }

    /** Sum and range of the columns that hold numbers. */
    private static String numbers(Rows rows) {
        List<String> parts = new ArrayList<>();
        for (String column : rows.columns()) {
            boolean numeric = !rows.rows().isEmpty()
                    && rows.rows().stream()
                            .allMatch(row -> row.node().path(column).isNumber());
            if (numeric && rows.rows().size() > 1 && parts.size() < 3) {
                double least = rows.rows().stream()
                        .mapToDouble(row -> row.number(column))
                        .min()
                        .orElse(0);
                double most = rows.rows().stream()
                        .mapToDouble(row -> row.number(column))
                        .max()
                        .orElse(0);
                parts.add(column + " from " + Layout.number(least) + " to " + Layout.number(most));
            }
        }
        return parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")";
    }

    static String table(Rows rows) {
        if (rows.rows().isEmpty()) {
            return "  (no rows)";
        }
        List<String> lines = new ArrayList<>();
        lines.add("  " + String.join(" | ", rows.columns()));
        rows.rows().stream()
                .limit(ROWS_SHOWN)
                .forEach(row -> lines.add("  "
                        + String.join(
                                " | ",
                                rows.columns().stream()
                                        .map(column -> Layout.line(row.text(column), 60))
                                        .toList())));
        return Layout.block("", String.join("\n", lines))
                + (rows.rows().size() > ROWS_SHOWN
                        ? "\n… and " + (rows.rows().size() - ROWS_SHOWN) + " more rows"
                        : "");
    }
}
