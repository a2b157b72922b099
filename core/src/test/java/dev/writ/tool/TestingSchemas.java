package dev.writ.tool;

import static org.assertj.core.api.Assertions.assertThat;

/** Checks for the tests of tool servers that what an operation says about itself is true. */
public final class TestingSchemas {
    private TestingSchemas() {}

    /** The data of the result is what the operation's output schema promises. */
    public static void assertFits(OperationSpec spec, OperationResult result) {
        assertThat(ArgumentValidator.compile(spec.outputSchema()).firstMistake(result.data()))
                .as("mistake in the result of %s: %s", spec.id(), result.data())
                .isEmpty();
    }

    /** The schemas compile, and the input schema is as strict as the gateway relies on. */
    public static void assertStrict(OperationSpec spec) {
        ArgumentValidator.compile(spec.outputSchema());
        ArgumentValidator.compile(spec.inputSchema());
        assertThat(spec.inputSchema().path("type").asString("")).isEqualTo("object");
        assertThat(spec.inputSchema().path("additionalProperties").asBoolean(true))
                .as("additionalProperties of %s", spec.id())
                .isFalse();
    }
}
