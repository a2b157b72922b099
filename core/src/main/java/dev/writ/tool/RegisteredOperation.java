package dev.writ.tool;

/** An operation with the tool and server it belongs to, its input schema compiled. */
record RegisteredOperation(RegisteredTool tool, Operation operation, OperationSpec spec, ArgumentValidator arguments) {
    boolean isCore() {
        return spec.tool().equals(OperationSpec.CORE);
    }
}
