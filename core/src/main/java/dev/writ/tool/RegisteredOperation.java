package dev.writ.tool;

import dev.writ.FailureCode;
import dev.writ.StorableText;
import dev.writ.WritException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** An operation with the tool and server it belongs to. Safe for use by many threads. */
final class RegisteredOperation {
    private final RegisteredTool tool;
    private final Operation operation;
    private final OperationSpec spec;
    // Compiling all schemas is a good part of a start, and most operations are not called in a while.
    private volatile @Nullable ArgumentValidator arguments;

    private RegisteredOperation(RegisteredTool tool, Operation operation, OperationSpec spec) {
        this.tool = tool;
        this.operation = operation;
        this.spec = spec;
    }

    /**
     * Registers one operation. The schema of one from outside is compiled at once; those that ship with Writ are right.
     *
     * @throws dev.writ.WritException with {@code invalid_arguments} for a schema from outside that cannot be used
     */
    static RegisteredOperation of(RegisteredTool tool, Operation operation, OperationSpec spec) {
        RegisteredOperation registered = new RegisteredOperation(tool, operation, spec);
        if (tool.server().thirdParty()) {
            registered.arguments();
        }
        return registered;
    }

    RegisteredTool tool() {
        return tool;
    }

    Operation operation() {
        return operation;
    }

    OperationSpec spec() {
        return spec;
    }

    /** Checks arguments; compiled at first use. */
    ArgumentValidator arguments() {
        ArgumentValidator known = arguments;
        if (known == null) {
            known = ArgumentValidator.compile(spec.inputSchema());
            arguments = known;
        }
        return known;
    }

    /**
     * That arguments can be kept and fit the schema, and that one from outside gets none that its schema does not name:
     * whose choice an argument is, can only be judged of those that the person who accepted the tool could see.
     *
     * @throws WritException with {@code invalid_arguments}
     */
    void check(ObjectNode sent) {
        StorableText.require(sent);
        arguments().check(spec, sent);
        if (tool.server().thirdParty()) {
            sent.propertyNames().stream()
                    .filter(name -> !spec.inputSchema().path("properties").has(name))
                    .findFirst()
                    .ifPresent(this::refuse);
        }
    }

    private void refuse(String undeclared) {
        throw new WritException(
                FailureCode.INVALID_ARGUMENTS,
                "The arguments object has the property '" + SchemaMistake.oneLine(undeclared)
                        + "', which the schema does not name.",
                "Send only what the input schema of " + spec.functionName() + " names; nothing was done.");
    }

    boolean isCore() {
        return spec.tool().equals(OperationSpec.CORE);
    }
}
