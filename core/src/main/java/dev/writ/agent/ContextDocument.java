package dev.writ.agent;

import java.util.List;

/**
 * Background that goes with instructions.
 *
 * @param name unique, for instance {@code reading-failures}
 * @param summary one sentence: what it tells
 * @param keywords words of a request that call for it, in lower case
 * @param text Markdown
 */
public record ContextDocument(String name, String summary, List<String> keywords, String text) {
    public ContextDocument {
        keywords = List.copyOf(keywords);
    }
}
