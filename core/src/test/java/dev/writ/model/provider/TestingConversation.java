package dev.writ.model.provider;

import dev.writ.Json;
import dev.writ.model.ModelRequest;
import dev.writ.task.Message;
import java.util.List;

/** A conversation with everything in it that can be. */
final class TestingConversation {
    private TestingConversation() {}

    static ModelRequest request() {
        Message.Call list = new Message.Call("t1c1", "list_directory", Json.parseObject("{\"path\": \".\"}"));
        Message.Call delete = new Message.Call("t1c2", "delete", Json.parseObject("{\"path\": \"a\"}"));
        return TestingModels.request(
                List.of(
                        new Message.Instruction("You are a worker."),
                        new Message.Request("user", "Tidy up."),
                        new Message.Reply("Looking.", List.of(list, delete)),
                        new Message.Result("t1c1", "list_directory", "succeeded", "a\nb", Json.object()),
                        new Message.Result(
                                "t1c2",
                                "delete",
                                "denied",
                                "Denied.",
                                Json.object().put("secret", "data")),
                        new Message.Reply("", List.of()),
                        new Message.Request("agent:planner", "Hurry.")),
                List.of(new ModelRequest.Function("list_directory", "Lists a folder.", Json.parseObject("""
                        {"type": "object", "additionalProperties": false, "required": ["path"], "properties": {
                          "path": {"type": "string", "description": "Folder.", "pattern": "^[^/]"},
                          "kinds": {"type": "array", "items": {"enum": ["file", "directory"]}, "minItems": 1}}}
                        """))));
    }
}
