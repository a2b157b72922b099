package dev.writ.mcp.engine;

import dev.writ.mcp.json.StrictJson;
import dev.writ.mcp.rpc.RpcError;
import dev.writ.mcp.rpc.RpcException;
import java.util.Optional;

/** There is no such resource, or the caller may not know of it; each era has its own code for that. */
final class ResourceNotFound extends RpcException {
    private final String uri;

    ResourceNotFound(String uri) {
        super(error(RpcError.INVALID_PARAMS, uri), 200);
        this.uri = uri;
    }

    RpcException legacy() {
        return RpcException.of(
                RpcError.RESOURCE_NOT_FOUND,
                error().message(),
                StrictJson.object().put("uri", uri));
    }

    private static RpcError error(int code, String uri) {
        return new RpcError(
                code,
                "There is no resource '" + uri + "'.",
                Optional.of(StrictJson.object().put("uri", uri)));
    }
}
