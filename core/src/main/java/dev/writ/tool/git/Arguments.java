package dev.writ.tool.git;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Arguments that already fit their schema, read by name. */
record Arguments(ObjectNode node) {
    Optional<String> text(String name) {
        JsonNode value = node.path(name);
        return value.isString() ? Optional.of(value.asString()) : Optional.empty();
    }

    String text(String name, String otherwise) {
        return text(name).orElse(otherwise);
    }

    boolean flag(String name) {
        return node.path(name).asBoolean(false);
    }

    int number(String name, int otherwise) {
        return node.path(name).asInt(otherwise);
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        node.path(name).forEach(element -> texts.add(element.asString()));
        return texts;
    }

    List<TreePath> paths() {
        return TreePath.parseAll(texts("paths"));
    }

    Optional<BranchName> branch(String name) {
        return text(name).map(BranchName::parse);
    }
}
