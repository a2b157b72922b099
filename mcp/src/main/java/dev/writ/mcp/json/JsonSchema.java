package dev.writ.mcp.json;

import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.ValidationLimitExceededException;
import com.networknt.schema.path.PathType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One compiled JSON Schema of dialect 2020-12. Nothing it refers to is ever fetched: only references into itself are
 * accepted. Checking is bounded in steps, in depth and in what patterns cost, so that a hostile schema cannot use up the machine. Safe for use by
 * many threads.
 */
public final class JsonSchema {
    private static final String DIALECT = SpecificationVersion.DRAFT_2020_12.getDialectId();
    private static final long MOST_STEPS = 1_000_000;
    private static final int MOST_DEPTH = 400;
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaCacheEnabled(false)
                    .schemaLoader(loader -> loader.fetchRemoteResources(false))
                    .schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .locale(Locale.ROOT)
                            .pathType(PathType.JSON_POINTER)
                            .preloadSchema(true)
                            .regularExpressionFactory(BoundedPattern::new)
                            .build()));

    private final Schema schema;

    private JsonSchema(Schema schema) {
        this.schema = schema;
    }

    /** @throws IllegalArgumentException for a schema of another dialect, or one that refers to something outside itself */
    public static JsonSchema compile(ObjectNode schema) {
        refuseOutside(schema);
        try {
            Schema compiled = SCHEMAS.getSchema(schema.deepCopy());
            compiled.initializeValidators();
            return new JsonSchema(compiled);
        } catch (SchemaException e) {
            throw new IllegalArgumentException("The schema cannot be used: " + e.getMessage(), e);
        }
    }

    /** The first mistake with its place as a JSON pointer, as one sentence; empty where the value fits. */
    public Optional<String> firstMistake(JsonNode value) {
        try {
            List<Error> errors = schema.validate(value, JsonSchema::limited);
            return errors.stream().findFirst().map(JsonSchema::sentence);
        } catch (ValidationLimitExceededException | BoundedPattern.TooCostly | StackOverflowError e) {
            return Optional.of("The value is too large, too deep or too costly to be compared with the schema.");
        }
    }

    private static String sentence(Error error) {
        String place = error.getInstanceLocation().toString();
        return "At '" + (place.isEmpty() ? "/" : place) + "': "
                + error.getMessage().replaceAll("\\p{Cntrl}+", " ") + ".";
    }

    private static void limited(ExecutionContext context) {
        context.executionConfig(config -> config.maxEvaluationSteps(MOST_STEPS).maxEvaluationDepth(MOST_DEPTH));
    }

    private static void refuseOutside(JsonNode node) {
        for (String keyword : List.of("$ref", "$dynamicRef")) {
            JsonNode reference = node.path(keyword);
            if (reference.isString() && !reference.stringValue().startsWith("#")) {
                throw new IllegalArgumentException("The schema refers to something outside itself.");
            }
        }
        JsonNode dialect = node.path("$schema");
        if (dialect.isString() && !dialect.stringValue().equals(DIALECT)) {
            throw new IllegalArgumentException("The schema is not JSON Schema 2020-12.");
        }
        node.forEach(JsonSchema::refuseOutside);
    }
}
