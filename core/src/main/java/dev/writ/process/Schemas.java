package dev.writ.process;

import dev.writ.Json;
import tools.jackson.databind.node.ObjectNode;

/** The parameter schemas of the core toolkit and its processes. */
final class Schemas {
    private Schemas() {}

    static final ObjectNode END_TASK = Json.parseObject("""
            {"type": "object", "additionalProperties": false, "required": ["status", "result"], "properties": {
              "status": {"enum": ["completed", "failed"], "description": "completed only if the work is done and checked"},
              "result": {"type": "string", "minLength": 1, "maxLength": 100000, "description": "the answer for the user"},
              "findings": {"type": "array", "maxItems": 1000, "items": {"type": "object", "required": ["title"],
                "properties": {"title": {"type": "string"}, "detail": {"type": "string"},
                  "place": {"type": "string", "description": "path:line where there is one"},
                  "severity": {"enum": ["info", "warning", "error"]}}}},
              "data": {"type": "object", "description": "structured result, where the task asks for one"}}}
            """);

    static final ObjectNode NEED_MORE_TOOLS = Json.parseObject("""
            {"type": "object", "additionalProperties": false, "required": ["request", "justification"], "properties": {
              "request": {"type": "string", "maxLength": 2000, "description": "what you want to do"},
              "justification": {"type": "string", "maxLength": 2000, "description": "why the task needs it"},
              "tools": {"type": "array", "maxItems": 5, "items": {"type": "string"}, "description": "tool names"},
              "operations": {"type": "array", "maxItems": 30, "items": {"type": "string"}},
              "scope": {"type": "object", "description": "for each tool the smallest limits that serve"},
              "duration": {"type": "string", "pattern": "^[0-9]{1,4}[smh]$", "description": "for instance 30m"}}}
            """);

    static final ObjectNode NEED_MORE_CONTEXT = Json.parseObject("""
            {"type": "object", "additionalProperties": false, "required": ["question"], "properties": {
              "question": {"type": "string", "minLength": 1, "maxLength": 2000}}}
            """);

    static final ObjectNode BREAK_DOWN_TASK = Json.parseObject("""
            {"type": "object", "additionalProperties": false, "required": ["subtasks"], "properties": {
              "subtasks": {"type": "array", "minItems": 1, "maxItems": 20, "items": {"type": "object",
                "additionalProperties": false, "required": ["title", "instruction"], "properties": {
                  "title": {"type": "string", "minLength": 1, "maxLength": 200},
                  "instruction": {"type": "string", "minLength": 1, "maxLength": 20000},
                  "agent": {"type": "string"},
                  "after": {"type": "array", "items": {"type": "integer", "minimum": 0},
                    "description": "positions in this list, from 0, of subtasks that must complete first"}}}}}}
            """);

    static final ObjectNode START_SUBTASK = Json.parseObject("""
            {"type": "object", "additionalProperties": false, "required": ["title", "instruction"], "properties": {
              "title": {"type": "string", "minLength": 1, "maxLength": 200},
              "instruction": {"type": "string", "minLength": 1, "maxLength": 20000},
              "agent": {"type": "string", "description": "left out, Writ selects one"},
              "input": {"type": "object"}}}
            """);

    static final ObjectNode FLAG_FOR_REVIEW = Json.parseObject("""
            {"type": "object", "additionalProperties": false, "required": ["reason"], "properties": {
              "reason": {"type": "string", "minLength": 1, "maxLength": 2000},
              "kind": {"enum": ["agent", "task", "process", "tool", "document", "event"]},
              "entity": {"type": "string"}}}
            """);

    static final ObjectNode REQUEST_IMPROVEMENT = Json.parseObject("""
            {"type": "object", "additionalProperties": false, "required": ["kind", "entity", "changes", "reason"],
             "properties": {
              "kind": {"enum": ["agent", "process", "tool", "document"]},
              "entity": {"type": "string", "minLength": 1, "maxLength": 200, "description": "name of the definition"},
              "changes": {"type": "object", "minProperties": 1,
                "description": "JSON merge patch, for instance {\\"settings\\": {\\"timeout_seconds\\": 240}}"},
              "reason": {"type": "string", "minLength": 1, "maxLength": 1000, "description": "what went wrong without it"},
              "expected_effect": {"type": "string", "maxLength": 1000}}}
            """);

    /** Any object. */
    static final ObjectNode ANY = Json.parseObject("""
            {"type": "object"}
            """);
}
