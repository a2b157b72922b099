package dev.writ.agent.context;

import dev.writ.Json;
import dev.writ.model.ModelRequest;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.Sha256;
import tools.jackson.databind.node.ObjectNode;

/**
 * An operation as a model was told of it.
 *
 * @param hash SHA-256 of all the rest: the same words are the same function
 * @param name as models use it, for instance {@code file_edit__write_file}
 * @param tool what is granted
 * @param operation its name within the tool
 * @param thirdParty whether somebody else than Writ's makers wrote the description
 */
public record ShownFunction(
        String hash,
        String name,
        String tool,
        String operation,
        boolean thirdParty,
        String description,
        ObjectNode parameters) {
    static ShownFunction of(OperationSpec spec, boolean thirdParty) {
        ObjectNode whole = Json.object()
                .put("name", spec.functionName())
                .put("tool", spec.tool())
                .put("operation", spec.name())
                .put("third_party", thirdParty)
                .put("description", spec.description());
        whole.set("parameters", spec.inputSchema());
        return new ShownFunction(
                Sha256.of(Json.canonical(whole)),
                spec.functionName(),
                spec.tool(),
                spec.name(),
                thirdParty,
                spec.description(),
                spec.inputSchema());
    }

    /** As a model gets it. */
    public ModelRequest.Function forModel() {
        return new ModelRequest.Function(name, description, parameters);
    }
}
