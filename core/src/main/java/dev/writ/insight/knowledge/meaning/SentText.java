package dev.writ.insight.knowledge.meaning;

import dev.writ.Redacted;
import dev.writ.entity.Definition;
import dev.writ.tool.Sha256;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;

/**
 * What an embedding model is sent of a text: its beginning, without the secrets that are recognised.
 *
 * @param hash SHA-256 of the text, by which its vector is kept
 */
record SentText(Redacted text, String hash) {
    /** Of a document: what it is about, then what it says. */
    static SentText of(Definition document, int characters) {
        JsonNode content = document.content();
        StringJoiner lines = new StringJoiner("\n");
        lines.add(content.path("title").asString(document.name().replace('-', ' ')));
        add(lines, content.path("summary").asString(""));
        StringJoiner keywords = new StringJoiner(", ");
        content.path("keywords").forEach(keyword -> add(keywords, keyword.asString("")));
        add(lines, keywords.toString());
        add(lines, content.path("text").asString(""));
        return of(lines.toString(), characters);
    }

    private static void add(StringJoiner parts, String part) {
        if (!part.isBlank()) {
            parts.add(part);
        }
    }

    static SentText of(String raw, int characters) {
        // Redacted before it is cut, or half a key at the cut would not be recognised; what is far behind it never
        // matters.
        Redacted whole = Redacted.of(beginning(raw, 2 * characters));
        Redacted text = Redacted.of(beginning(whole.text(), characters));
        return new SentText(text, Sha256.of(text.text()));
    }

    private static String beginning(String text, int characters) {
        if (text.length() <= characters) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(characters - 1)) ? characters - 1 : characters);
    }
}
