package dev.writ.tool;

import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.ValidationLimitExceededException;
import com.networknt.schema.path.PathType;
import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One compiled JSON Schema (2020-12). Nothing a schema refers to is ever fetched: only references into itself are
 * accepted. Checking is bounded in steps and depth, so that a hostile schema cannot use up the machine. Safe for use by
 * many threads.
 */
public final class ArgumentValidator {
    private static final long MOST_STEPS = 5_000_000;
    private static final int MOST_DEPTH = 400;
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaCacheEnabled(false)
                    .schemaLoader(loader -> loader.fetchRemoteResources(false))
                    .schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .locale(Locale.ROOT)
                            .pathType(PathType.JSON_POINTER)
                            .preloadSchema(true)
                            .build()));

    private static final ArgumentValidator OF_SCHEMAS = new ArgumentValidator(
            SCHEMAS.getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId())));

    private final Schema schema;

    private ArgumentValidator(Schema schema) {
        this.schema = schema;
    }

    /** @throws WritException with {@code invalid_arguments} for a schema that is wrong or refers to something outside */
    public static ArgumentValidator compile(ObjectNode schema) {
        refuseOutsideReferences(schema);
        OF_SCHEMAS.firstMistake(schema).ifPresent(mistake -> {
            throw unusable("is not JSON Schema 2020-12: " + mistake.substring(0, mistake.length() - 1));
        });
        try {
            Schema compiled = SCHEMAS.getSchema(schema.deepCopy());
            compiled.initializeValidators();
            return new ArgumentValidator(compiled);
        } catch (SchemaException | IllegalArgumentException e) {
            throw new WritException(
                    new Failure(
                            FailureCode.INVALID_ARGUMENTS,
                            "The schema cannot be used: " + SchemaMistake.oneLine(String.valueOf(e.getMessage())) + ".",
                            "Correct the schema; it must be JSON Schema 2020-12."),
                    e);
        }
    }

    /** The first mistake in one sentence, with its place as a JSON pointer; empty where the value fits. */
    public Optional<String> firstMistake(JsonNode value) {
        List<Error> errors;
        try {
            errors = schema.validate(value, ArgumentValidator::limited);
        } catch (ValidationLimitExceededException e) {
            return Optional.of("The value is too large or too deep to be compared with the schema.");
        }
        return errors.isEmpty() ? Optional.empty() : Optional.of(SchemaMistake.sentence(errors));
    }

    /** @throws WritException with {@code invalid_arguments}, the JSON pointer and what was expected there */
    void check(OperationSpec spec, ObjectNode arguments) {
        firstMistake(arguments).ifPresent(mistake -> {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    mistake,
                    "Send arguments that fit the input schema of " + spec.functionName() + "; nothing was done.");
        });
    }

    private static void limited(ExecutionContext context) {
        context.executionConfig(config -> config.maxEvaluationSteps(MOST_STEPS).maxEvaluationDepth(MOST_DEPTH));
    }

    private static void refuseOutsideReferences(JsonNode node) {
        for (String keyword : List.of("$ref", "$dynamicRef", "$recursiveRef")) {
            JsonNode reference = node.path(keyword);
            if (reference.isString() && !reference.stringValue().startsWith("#")) {
                throw unusable("refers to something outside itself");
            }
        }
        JsonNode dialect = node.path("$schema");
        if (dialect.isString() && !dialect.stringValue().equals(SpecificationVersion.DRAFT_2020_12.getDialectId())) {
            throw unusable("is not JSON Schema 2020-12");
        }
        node.forEach(ArgumentValidator::refuseOutsideReferences);
    }

    private static WritException unusable(String why) {
        return new WritException(
                FailureCode.INVALID_ARGUMENTS,
                "The schema " + why + ".",
                "Put everything into one JSON Schema 2020-12 document; nothing is fetched.");
    }
}
