package dev.writ.mcp.server;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** All that a server offers, before anybody's permissions. Lists are in a stable order. */
public interface Offer {
    List<Tool> tools();

    Optional<Tool> tool(String name);

    List<Resource> resources(Caller caller);

    List<ResourceTemplate> templates();

    List<Prompt> prompts();

    default Completer completer() {
        return Completer.NOTHING;
    }

    /** What is listed at the address, else what a template reaches there. */
    default Optional<Resource> resource(Caller caller, String uri) {
        return resources(caller).stream()
                .filter(resource -> resource.uri().equals(uri))
                .findFirst()
                .or(() -> templates().stream()
                        .flatMap(template -> template.at(uri).stream())
                        .findFirst());
    }

    /**
     * Begins to look whether a resource changes that the caller has subscribed to. Without it whoever changes a resource says so
     * itself.
     *
     * @param changed to be run after each change, as long as the caller may know of it
     * @throws dev.writ.mcp.rpc.RpcException where the caller may not, or there are too many
     */
    default Watch watch(Caller caller, String uri, Runnable changed) {
        return Watch.NONE;
    }

    default Optional<Prompt> prompt(String name) {
        return prompts().stream().filter(prompt -> prompt.name().equals(name)).findFirst();
    }

    /** An offer that stays as it is. */
    record Fixed(List<Tool> tools, List<Resource> resources, List<ResourceTemplate> templates, List<Prompt> prompts)
            implements Offer {
        public Fixed {
            tools = sorted(tools);
            resources = sorted(resources);
            templates = sorted(templates);
            prompts = sorted(prompts);
        }

        @Override
        public Optional<Tool> tool(String name) {
            return tools.stream().filter(tool -> tool.key().equals(name)).findFirst();
        }

        @Override
        public List<Resource> resources(Caller caller) {
            return resources;
        }

        private static <F extends Feature> List<F> sorted(List<F> features) {
            return features.stream().sorted(Comparator.comparing(Feature::key)).toList();
        }
    }
}
