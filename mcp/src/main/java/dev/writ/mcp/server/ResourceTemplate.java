package dev.writ.mcp.server;

import dev.writ.mcp.json.StrictJson;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * Resources too many to be listed.
 *
 * @param uriTemplate with places as in {@code test://item/{id}}: each stands for at least one character, none of them a
 *     slash (RFC 6570, level 1); the last one may be {@code {+path}}, which takes slashes too
 */
public record ResourceTemplate(
        String uriTemplate, String name, String title, String description, String mimeType, ResourceReader reader)
        implements Feature {
    private static final Pattern PLACE = Pattern.compile("\\{(\\+?)([A-Za-z0-9_]+)}");

    @Override
    public String key() {
        return uriTemplate;
    }

    /** The resource at an address; empty where the template does not reach it. */
    public Optional<Resource> at(String uri) {
        return pattern().matcher(uri).matches()
                ? Optional.of(new Resource(uri, name, title, description, mimeType, reader))
                : Optional.empty();
    }

    @Override
    public ObjectNode json() {
        return StrictJson.object()
                .put("uriTemplate", uriTemplate)
                .put("name", name)
                .put("title", title)
                .put("description", description)
                .put("mimeType", mimeType);
    }

    private Pattern pattern() {
        StringBuilder regex = new StringBuilder();
        Matcher places = PLACE.matcher(uriTemplate);
        int from = 0;
        while (places.find()) {
            regex.append(Pattern.quote(uriTemplate.substring(from, places.start())))
                    .append(places.group(1).isEmpty() ? "[^/]+" : ".+");
            from = places.end();
        }
        return Pattern.compile(
                regex.append(Pattern.quote(uriTemplate.substring(from))).toString(), Pattern.DOTALL);
    }
}
