package dev.writ.tool.sql;

import dev.writ.Setting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads declared queries; Writ's own catalogue and writ.yaml have the same form. */
final class QuerySettings {
    /** What scopes call reading the tables and columns of a database; no query can have this name. */
    static final String DESCRIBE = "describe";

    private static final int DEFAULT_LENGTH = 1_000;
    private static final long LONGEST_TEXT = 100_000;
    private static final Set<String> QUERY_KEYS =
            Set.of("name", "description", "sql", "sql_postgresql", "times", "parameters");
    private static final Set<String> ALWAYS = Set.of("name", "type", "required", "default", "description");

    private QuerySettings() {}

    /** The queries under {@code queries}, with the SQL for this kind of database. */
    static List<SqlQuery> read(Setting database, SqlKind kind) {
        List<SqlQuery> queries = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Setting setting : database.list("queries")) {
            SqlQuery query = query(setting.object(QUERY_KEYS), kind);
            if (!names.add(query.name())) {
                throw setting.at("name").wrong("is used twice", "Give each query of a database a name of its own.");
            }
            queries.add(query);
        }
        return queries;
    }

    private static SqlQuery query(Setting setting, SqlKind kind) {
        String name = SqlDatabases.name(setting);
        if (name.equals(DESCRIBE)) {
            throw setting.at("name").wrong("is taken by the operation describe", "Choose another name.");
        }
        List<SqlParameter> parameters = parameters(setting);
        String key =
                kind == SqlKind.POSTGRESQL && setting.child("sql_postgresql").isPresent() ? "sql_postgresql" : "sql";
        SqlStatement statement = statement(setting, key);
        Set<String> declared =
                new HashSet<>(parameters.stream().map(SqlParameter::name).toList());
        for (String used : statement.names()) {
            if (!declared.contains(used)) {
                throw setting.at(key).wrong("uses :" + used + ", which is not declared", "Declare it as a parameter.");
            }
        }
        declared.removeAll(statement.names());
        if (!declared.isEmpty()) {
            throw setting.at("parameters")
                    .wrong("declare " + declared + ", which the SQL does not use", "Use or remove them.");
        }
        return new SqlQuery(
                name, setting.required("description"), parameters, statement, Set.copyOf(setting.texts("times")));
    }

    private static SqlStatement statement(Setting setting, String key) {
        try {
            return SqlStatement.parse(setting.required(key));
        } catch (SqlStatement.NotReadable e) {
            throw setting.at(key).wrong(e.reason(), "Declare one SELECT that only reads.");
        }
    }

    private static List<SqlParameter> parameters(Setting query) {
        List<SqlParameter> parameters = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Setting setting : query.list("parameters")) {
            SqlParameter parameter = parameter(setting);
            if (!names.add(parameter.name())) {
                throw setting.at("name").wrong("is used twice", "Give each parameter of a query a name of its own.");
            }
            parameters.add(parameter);
        }
        return parameters;
    }

    private static SqlParameter parameter(Setting setting) {
        ParameterType type = type(setting);
        SqlParameter parameter = new SqlParameter(
                SqlDatabases.name(setting),
                type,
                setting.truth("required"),
                setting.child("default").map(Setting::value),
                setting.text("description", ""));
        if (parameter.required() && parameter.fallback().isPresent()) {
            throw setting.at("default").wrong("is never used, since the parameter is required", "Remove one of them.");
        }
        if (parameter.fallback().isPresent()
                && type.read(parameter.fallback().get(), Instant.EPOCH).isEmpty()) {
            throw setting.at("default").wrong("does not fit the parameter", "Give it as " + type.rule() + ".");
        }
        return parameter;
    }

    private static ParameterType type(Setting setting) {
        return switch (setting.child("type").isEmpty() ? "" : setting.required("type")) {
            case "text" -> text(keys(setting, "max_length", "options", "pattern"));
            case "integer" -> whole(keys(setting, "min", "max"));
            case "number" -> decimal(keys(setting, "min", "max"));
            case "boolean" -> {
                keys(setting);
                yield new ParameterType.Truth();
            }
            case "time" -> new ParameterType.Moment(timeForm(keys(setting, "form")));
            default ->
                throw setting.at("type").wrong("is missing or unknown", "Use text, integer, number, boolean or time.");
        };
    }

    private static Setting keys(Setting setting, String... more) {
        Set<String> keys = new HashSet<>(ALWAYS);
        keys.addAll(List.of(more));
        return setting.object(keys);
    }

    private static ParameterType text(Setting setting) {
        long length = setting.whole("max_length").orElse(DEFAULT_LENGTH);
        if (length < 1 || length > LONGEST_TEXT) {
            throw setting.at("max_length").wrong("is out of range", "Use 1 to " + LONGEST_TEXT + ".");
        }
        Optional<Pattern> pattern = setting.child("pattern").map(child -> {
            try {
                return Pattern.compile(setting.required("pattern"));
            } catch (PatternSyntaxException e) {
                throw child.wrong("is not a regular expression: " + e.getDescription(), "Correct it.");
            }
        });
        return new ParameterType.Text((int) length, setting.texts("options"), pattern);
    }

    private static ParameterType whole(Setting setting) {
        OptionalLong minimum = setting.whole("min");
        OptionalLong maximum = setting.whole("max");
        ParameterType.Whole type =
                new ParameterType.Whole(minimum.orElse(Long.MIN_VALUE), maximum.orElse(Long.MAX_VALUE));
        if (type.minimum() > type.maximum()) {
            throw setting.at("min").wrong("is larger than max", "Swap them.");
        }
        return type;
    }

    private static ParameterType decimal(Setting setting) {
        OptionalDouble minimum = setting.number("min");
        OptionalDouble maximum = setting.number("max");
        ParameterType.Decimal type =
                new ParameterType.Decimal(minimum.orElse(-Double.MAX_VALUE), maximum.orElse(Double.MAX_VALUE));
        if (type.minimum() > type.maximum()) {
            throw setting.at("min").wrong("is larger than max", "Swap them.");
        }
        return type;
    }

    private static ParameterType.TimeForm timeForm(Setting setting) {
        return switch (setting.text("form", "timestamp")) {
            case "timestamp" -> ParameterType.TimeForm.TIMESTAMP;
            case "millis" -> ParameterType.TimeForm.MILLIS;
            case "seconds" -> ParameterType.TimeForm.SECONDS;
            default -> throw setting.at("form").wrong("is not a known form", "Use timestamp, millis or seconds.");
        };
    }
}
