package dev.writ.permission;

import dev.writ.Json;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON Schema of the arguments that a grant of a third-party tool allows, for instance {@code {"properties": {"path":
 * {"type": "string", "pattern": "^docs/"}}, "required": ["path"], "additionalProperties": false}}. Of the language it has
 * {@code const}, {@code enum}, {@code type}, {@code pattern}, {@code minLength}, {@code maxLength}, {@code minimum},
 * {@code maximum}, {@code items}, {@code maxItems}, {@code properties}, {@code required} and {@code additionalProperties};
 * any other word is refused, since a word that is not understood limits nothing. Immutable.
 */
public final class ArgumentSchema {
    /** Whatever arguments the tool takes. */
    public static final ArgumentSchema ANY = new ArgumentSchema(new ArgumentRule.Anything());

    private static final int DEEPEST = 10;
    private static final int LARGEST = 16_384;
    private static final int LONGEST_CONSTANT = 200;
    private static final Set<String> OF_TEXT = Set.of("type", "pattern", "minLength", "maxLength");
    private static final Set<String> OF_NUMBER = Set.of("type", "minimum", "maximum");
    private static final Set<String> OF_LIST = Set.of("type", "items", "maxItems");
    private static final Set<String> OF_OBJECT = Set.of("type", "properties", "required", "additionalProperties");

    private final ArgumentRule rule;

    private ArgumentSchema(ArgumentRule rule) {
        this.rule = rule;
    }

    /** @throws dev.writ.WritException with {@code invalid_arguments} for what is not such a schema */
    public static ArgumentSchema read(JsonNode schema) {
        if (Json.write(schema).length() > LARGEST) {
            throw Fields.invalid(
                    "A schema of arguments in the scope is longer than " + LARGEST + " characters.",
                    "Use a shorter one.");
        }
        ScopeText.checkValue(schema);
        return new ArgumentSchema(rule(schema, 0));
    }

    /** The smallest one that permits these arguments; long texts are limited by their length alone. */
    static ArgumentSchema exactly(ObjectNode arguments) {
        return new ArgumentSchema(members(arguments));
    }

    /** Whether a call with these arguments is inside. */
    public boolean permits(ObjectNode arguments) {
        return rule.permits(arguments);
    }

    boolean covers(ArgumentSchema other) {
        return rule.covers(other.rule);
    }

    /** Whether it leaves nothing open. */
    boolean isAny() {
        return rule instanceof ArgumentRule.Anything;
    }

    /** The schema; the same one always gives the same text. */
    public ObjectNode toJson() {
        return write(rule);
    }

    private static ArgumentRule members(ObjectNode arguments) {
        Map<String, ArgumentRule> named = new HashMap<>();
        arguments.properties().forEach(member -> named.put(member.getKey(), exactly(member.getValue())));
        return new ArgumentRule.Members(named, named.keySet(), false);
    }

    private static ArgumentRule exactly(JsonNode value) {
        if (Json.write(value).length() <= LONGEST_CONSTANT) {
            return new ArgumentRule.OneOf(List.of(value));
        }
        if (value.isString()) {
            String text = value.stringValue();
            return new ArgumentRule.Text(Optional.empty(), 0, text.codePointCount(0, text.length()));
        }
        return value instanceof ObjectNode object
                ? members(object)
                : new ArgumentRule.Items(new ArgumentRule.Anything(), value.size());
    }

    private static ArgumentRule rule(JsonNode schema, int depth) {
        if (depth > DEEPEST || !(schema instanceof ObjectNode object)) {
            throw Fields.invalid(
                    "A schema of arguments in the scope must be an object, at most " + DEEPEST + " deep.",
                    "Write for instance {\"type\": \"string\"}.");
        }
        if (object.isEmpty()) {
            return new ArgumentRule.Anything();
        }
        if (object.has("const")) {
            return new ArgumentRule.OneOf(List.of(
                    Fields.of(object, "schema of a constant", Set.of("const")).required("const")));
        }
        if (object.has("enum")) {
            return new ArgumentRule.OneOf(
                    Fields.of(object, "schema of alternatives", Set.of("enum")).elements("enum"));
        }
        return ofType(object, object.path("type").asString("object"), depth);
    }

    private static ArgumentRule ofType(ObjectNode object, String type, int depth) {
        return switch (type) {
            case "object" -> members(Fields.of(object, "schema of an object", OF_OBJECT), depth);
            case "array" -> {
                Fields fields = Fields.of(object, "schema of a list", OF_LIST);
                yield new ArgumentRule.Items(
                        fields.optional("items")
                                .map(each -> rule(each, depth + 1))
                                .orElse(new ArgumentRule.Anything()),
                        count(fields, "maxItems", Long.MAX_VALUE));
            }
            case "string" -> {
                Fields fields = Fields.of(object, "schema of a text", OF_TEXT);
                yield new ArgumentRule.Text(
                        fields.optional("pattern").map(pattern -> TextPattern.of(fields.text("pattern"))),
                        count(fields, "minLength", 0),
                        count(fields, "maxLength", Long.MAX_VALUE));
            }
            case "integer", "number" -> {
                Fields fields = Fields.of(object, "schema of a number", OF_NUMBER);
                yield new ArgumentRule.Number(
                        type.equals("integer"), number(fields, "minimum"), number(fields, "maximum"));
            }
            case "boolean" -> {
                Fields.of(object, "schema of a switch", Set.of("type"));
                yield new ArgumentRule.OneOf(List.copyOf(
                        Json.array().add(true).add(false).valueStream().toList()));
            }
            default ->
                throw Fields.invalid(
                        "There is no type " + Quoted.of(type) + " of arguments.",
                        "Use object, array, string, integer, number or boolean, or name values with const or enum.");
        };
    }

    private static ArgumentRule members(Fields fields, int depth) {
        Map<String, ArgumentRule> named = new HashMap<>();
        fields.optional("properties")
                .ifPresent(properties -> Fields.of(
                                properties, "list of properties", Set.copyOf(properties.propertyNames()))
                        .names()
                        .forEach(name -> named.put(name, rule(properties.path(name), depth + 1))));
        boolean others = fields.optional("additionalProperties")
                .map(ArgumentSchema::isOpen)
                .orElse(true);
        return new ArgumentRule.Members(named, Set.copyOf(fields.texts("required")), others);
    }

    private static boolean isOpen(JsonNode others) {
        if (!others.isBoolean()) {
            throw Fields.invalid(
                    "additionalProperties in a scope is true or false.",
                    "Use false, so that nothing else can be sent.");
        }
        return others.booleanValue();
    }

    private static long count(Fields fields, String name, long otherwise) {
        if (fields.optional(name).isEmpty()) {
            return otherwise;
        }
        long count = fields.number(name);
        if (count < 0) {
            throw Fields.invalid("The number '" + name + "' is below zero.", "Use 0 or more.");
        }
        return count;
    }

    private static Optional<BigDecimal> number(Fields fields, String name) {
        return fields.optional(name).map(value -> {
            if (!value.isNumber()) {
                throw Fields.invalid("The limit '" + name + "' is not a number.", "Write it in digits.");
            }
            return value.decimalValue();
        });
    }

    private static ObjectNode write(ArgumentRule rule) {
        ObjectNode schema = Json.object();
        switch (rule) {
            case ArgumentRule.Anything ignored -> {}
            case ArgumentRule.OneOf one -> {
                if (one.values().size() == 1) {
                    schema.set("const", one.values().getFirst());
                } else {
                    ArrayNode values = schema.putArray("enum");
                    one.values().forEach(values::add);
                }
            }
            case ArgumentRule.Text text -> {
                schema.put("type", "string");
                text.pattern().ifPresent(pattern -> schema.put("pattern", pattern.toString()));
                if (text.shortest() > 0) {
                    schema.put("minLength", text.shortest());
                }
                if (text.longest() < Long.MAX_VALUE) {
                    schema.put("maxLength", text.longest());
                }
            }
            case ArgumentRule.Number number -> {
                schema.put("type", number.whole() ? "integer" : "number");
                number.least().ifPresent(least -> schema.put("minimum", least));
                number.most().ifPresent(most -> schema.put("maximum", most));
            }
            case ArgumentRule.Items items -> {
                schema.put("type", "array");
                schema.set("items", write(items.each()));
                if (items.most() < Long.MAX_VALUE) {
                    schema.put("maxItems", items.most());
                }
            }
            case ArgumentRule.Members members -> {
                schema.put("type", "object");
                ObjectNode properties = schema.putObject("properties");
                new TreeMap<>(members.named()).forEach((name, member) -> properties.set(name, write(member)));
                schema.set(
                        "required",
                        Json.array(members.required().stream().sorted().toList()));
                schema.put("additionalProperties", members.others());
            }
        }
        return schema;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ArgumentSchema schema
                && Json.canonical(toJson()).equals(Json.canonical(schema.toJson()));
    }

    @Override
    public int hashCode() {
        return Json.canonical(toJson()).hashCode();
    }

    @Override
    public String toString() {
        return Json.canonical(toJson());
    }
}
