package dev.writ.bench;

import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Every tool, or exactly the tools of the request: nothing looks at arguments. */
record ToolSetDefence(String name, boolean exact) implements Defence {
    @Override
    public Session begin(String prompt, Set<String> needed, Set<String> all) {
        Set<String> tools = exact ? needed : all;
        return new Session() {
            @Override
            public Answer about(DojoCall call) {
                return tools.contains(call.tool()) ? Answer.RUNS : Answer.REFUSED;
            }

            @Override
            public void gave(DojoCall call, JsonNode output) {}
        };
    }
}
