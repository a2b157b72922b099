package dev.writ.mcp.engine;

import dev.writ.mcp.rpc.RpcError;
import dev.writ.mcp.rpc.RpcException;
import dev.writ.mcp.server.Access;
import dev.writ.mcp.server.Caller;
import dev.writ.mcp.server.Feature;
import dev.writ.mcp.server.InsufficientScope;
import dev.writ.mcp.server.Offer;
import dev.writ.mcp.server.Prompt;
import dev.writ.mcp.server.Resource;
import dev.writ.mcp.server.ResourceTemplate;
import dev.writ.mcp.server.Tool;
import dev.writ.mcp.server.Watch;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * The offer as one caller may see it. INVARIANT: no other class of the engine holds the offer, so whatever is listed or
 * used has been asked about, and an error while asking is a no.
 */
final class Guarded {
    private static final System.Logger LOG = System.getLogger(Guarded.class.getName());

    private final Offer offer;
    private final Access access;

    Guarded(Offer offer, Access access) {
        this.offer = offer;
        this.access = access;
    }

    List<Tool> tools(Caller caller) {
        return seen(caller, offer.tools());
    }

    List<Resource> resources(Caller caller) {
        return seen(caller, offer.resources(caller));
    }

    List<ResourceTemplate> templates(Caller caller) {
        return seen(caller, offer.templates());
    }

    List<Prompt> prompts(Caller caller) {
        return seen(caller, offer.prompts());
    }

    Optional<Tool> tool(Caller caller, String name) {
        return offer.tool(name).filter(tool -> maySee(caller, tool));
    }

    Optional<Resource> resource(Caller caller, String uri) {
        return offer.resource(caller, uri).filter(resource -> maySee(caller, resource));
    }

    /** @throws RpcException where the resource cannot be watched, or it could not be decided whether it may be */
    Watch watch(Caller caller, String uri, Runnable changed) {
        try {
            return offer.watch(caller, uri, changed);
        } catch (RpcException e) {
            throw e;
        } catch (RuntimeException e) {
            throw undecided(e);
        }
    }

    Optional<Prompt> prompt(Caller caller, String name) {
        return offer.prompt(name).filter(prompt -> maySee(caller, prompt));
    }

    /** Proposals for an argument of a template that the caller may see; none for another one. */
    List<String> completeTemplate(Caller caller, String uriTemplate, String argument, String begun) {
        return templates(caller).stream().anyMatch(template -> template.key().equals(uriTemplate))
                ? offer.completer().complete(uriTemplate, argument, begun)
                : List.of();
    }

    /** Proposals for an argument of a prompt. */
    List<String> complete(Prompt prompt, String argument, String begun) {
        return offer.completer().complete(prompt.key(), argument, begun);
    }

    /** @throws RpcException where the caller may not use the feature in this way */
    void checkUse(Caller caller, Feature feature, ObjectNode arguments) {
        Access.Verdict verdict;
        try {
            verdict = access.mayUse(caller, feature, arguments);
        } catch (RuntimeException e) {
            throw undecided(e);
        }
        switch (verdict) {
            case Access.Verdict.Allowed() -> {}
            case Access.Verdict.Denied denied -> throw new InsufficientScope(denied);
        }
    }

    CacheHint cacheHint(Caller caller) {
        try {
            return access.privateFor(caller).map(CacheHint::ofCaller).orElse(CacheHint.OF_ALL);
        } catch (RuntimeException e) {
            throw undecided(e);
        }
    }

    private <F extends Feature> List<F> seen(Caller caller, List<F> features) {
        return features.stream().filter(feature -> maySee(caller, feature)).toList();
    }

    private boolean maySee(Caller caller, Feature feature) {
        try {
            return access.maySee(caller, feature);
        } catch (RuntimeException e) {
            // In one line: there may be as many as there are features.
            LOG.log(Level.WARNING, "Whether a caller may see ''{0}'' could not be decided: {1}", feature.key(), e);
            return false;
        }
    }

    private static RpcException undecided(RuntimeException e) {
        LOG.log(Level.WARNING, "Whether a caller may do something could not be decided; it may not.", e);
        return RpcException.of(RpcError.INTERNAL, "Permissions could not be checked, so nothing was done.");
    }
}
