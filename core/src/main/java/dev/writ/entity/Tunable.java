package dev.writ.entity;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every number that people and experiments may tune, with the bounds that no change can leave. They stand in the content
 * of the definition they belong to: {@code settings.NAME} of tools and processes, {@code maximum_turns} of agents. None
 * of them widens power: a grant may be made shorter than Writ ships it, never longer, and what limits the whole of
 * Writ, such as ceilings and budgets, is no setting of a definition.
 */
public enum Tunable {
    COMMAND_SECONDS(EntityKind.TOOL, "terminal", "timeout_seconds", "seconds", 120, 1, 600),
    QUERY_ROWS(EntityKind.TOOL, "sql_lite", "rows", "rows", 1_000, 10, 5_000),
    QUERY_CHARACTERS(EntityKind.TOOL, "sql_lite", "result_characters", "characters", 250_000, 2_000, 1_000_000),
    QUERY_SECONDS(EntityKind.TOOL, "sql_lite", "timeout_seconds", "seconds", 10, 1, 60),
    READ_LINES(EntityKind.TOOL, "file_system_listing", "read_lines", "lines", 2_000, 50, 10_000),

    TERMINAL_GRANT(EntityKind.TOOL, "terminal", Tunable.GRANT_MINUTES, "minutes", 6 * 60, 5, 6 * 60),
    QUERY_GRANT(EntityKind.TOOL, "sql_lite", Tunable.GRANT_MINUTES, "minutes", 24 * 60, 5, 24 * 60),
    LISTING_GRANT(EntityKind.TOOL, "file_system_listing", Tunable.GRANT_MINUTES, "minutes", 12 * 60, 5, 12 * 60),
    EDIT_GRANT(EntityKind.TOOL, "file_edit", Tunable.GRANT_MINUTES, "minutes", 8 * 60, 5, 8 * 60),
    REPOSITORY_GRANT(EntityKind.TOOL, "github", Tunable.GRANT_MINUTES, "minutes", 48 * 60, 5, 48 * 60),

    CONTEXT_DOCUMENTS(EntityKind.PROCESS, "need_more_context", "documents", "documents", 5, 0, 20),
    CONTEXT_KEYWORDS(EntityKind.PROCESS, "need_more_context", "keywords_named", "keywords", 1, 1, 5),

    /** Of every agent. */
    TURNS(EntityKind.AGENT, "", "maximum_turns", "model calls", 30, 1, 1_000);

    private static final String GRANT_MINUTES = "grant_minutes";
    private static final String SETTINGS = "settings";

    private final EntityKind kind;
    private final String entity;
    private final String id;
    private final String unit;
    private final long usual;
    private final long lowest;
    private final long highest;

    Tunable(EntityKind kind, String entity, String id, String unit, long usual, long lowest, long highest) {
        this.kind = kind;
        this.entity = entity;
        this.id = id;
        this.unit = unit;
        this.usual = usual;
        this.lowest = lowest;
        this.highest = highest;
    }

    public EntityKind kind() {
        return kind;
    }

    /** Name of the definition it belongs to; empty where every one of the kind has it. */
    public String entity() {
        return entity;
    }

    /** For instance {@code timeout_seconds}. */
    public String id() {
        return id;
    }

    /** In the plural: {@code seconds}, {@code rows}. */
    public String unit() {
        return unit;
    }

    /** As Writ ships it. */
    public long usual() {
        return usual;
    }

    public long lowest() {
        return lowest;
    }

    public long highest() {
        return highest;
    }

    public long bounded(long number) {
        return Math.clamp(number, lowest, highest);
    }

    /** The number in the content of a definition, kept within the bounds; the usual one where the content has none. */
    public long in(ObjectNode content) {
        JsonNode number = place(content).path(id);
        return number.isIntegralNumber() && number.canConvertToLong() ? bounded(number.longValue()) : usual;
    }

    /** The JSON merge patch that sets it. */
    public ObjectNode patch(long number) {
        ObjectNode setting = Json.object().put(id, Math.toIntExact(bounded(number)));
        return kind == EntityKind.AGENT ? setting : Json.object().set(SETTINGS, setting);
    }

    /** All that a definition has. */
    public static List<Tunable> of(EntityKind kind, String entity) {
        return Arrays.stream(values())
                .filter(one -> one.kind == kind && (one.entity.isEmpty() || one.entity.equals(entity)))
                .toList();
    }

    public static Optional<Tunable> of(EntityKind kind, String entity, String id) {
        return of(kind, entity).stream().filter(one -> one.id.equals(id)).findFirst();
    }

    /** How long a grant of the tool lasts where nobody says; empty for tools of third parties. */
    public static Optional<Tunable> grantMinutes(String tool) {
        return of(EntityKind.TOOL, tool, GRANT_MINUTES);
    }

    /** Adds the settings of a definition, as Writ ships them, to its content. */
    public static ObjectNode ship(EntityKind kind, String entity, ObjectNode content) {
        List<Tunable> settings = of(kind, entity);
        if (kind != EntityKind.AGENT && !settings.isEmpty()) {
            ObjectNode shipped = content.putObject(SETTINGS);
            settings.forEach(one -> shipped.put(one.id, Math.toIntExact(one.usual)));
        }
        return content;
    }

    /**
     * Checks the settings in the content of a definition.
     *
     * @throws WritException with {@code invalid_arguments}, naming the place and the bounds
     */
    public static void check(EntityKind kind, String entity, ObjectNode content) {
        List<Tunable> known = of(kind, entity);
        if (known.isEmpty()) {
            return;
        }
        known.forEach(one -> one.checkNumber(entity, one.place(content).path(one.id)));
        JsonNode settings = content.path(SETTINGS);
        if (kind == EntityKind.AGENT || settings.isMissingNode()) {
            return;
        }
        if (!settings.isObject()) {
            throw wrong("'settings' of the " + kind.id() + " '" + entity + "' is no object.", known);
        }
        for (String name : settings.propertyNames()) {
            if (known.stream().noneMatch(one -> one.id.equals(name))) {
                throw wrong("The " + kind.id() + " '" + entity + "' has no setting '" + name + "'.", known);
            }
        }
    }

    private void checkNumber(String name, JsonNode number) {
        boolean fits = number.isMissingNode()
                || number.isIntegralNumber()
                        && number.canConvertToLong()
                        && number.longValue() == bounded(number.longValue());
        if (!fits) {
            String shown = number.isNumber() ? " is " + number.asString() : " is no whole number";
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "'" + path() + "' of the " + kind.id() + " '" + name + "'" + shown + ".",
                    "Give " + lowest + " to " + highest + " " + unit + ".");
        }
    }

    /** Where it stands in the content: {@code settings.timeout_seconds}. */
    public String path() {
        return kind == EntityKind.AGENT ? id : SETTINGS + "." + id;
    }

    private JsonNode place(ObjectNode content) {
        return kind == EntityKind.AGENT ? content : content.path(SETTINGS);
    }

    private static WritException wrong(String message, List<Tunable> known) {
        String names = known.stream().map(Tunable::id).collect(Collectors.joining(", "));
        return new WritException(FailureCode.INVALID_ARGUMENTS, message, "It has: " + names + ".");
    }
}
