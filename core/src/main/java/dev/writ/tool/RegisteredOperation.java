package dev.writ.tool;

import org.jspecify.annotations.Nullable;

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

    boolean isCore() {
        return spec.tool().equals(OperationSpec.CORE);
    }
}
