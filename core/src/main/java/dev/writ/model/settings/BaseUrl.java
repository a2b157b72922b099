package dev.writ.model.settings;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Where a provider is: what the settings say, else its usual address.
 *
 * @param settings the names of the settings that say it, for hints
 */
record BaseUrl(Provider provider, String settings) {
    URI read(Optional<Setting> said, Optional<ApiKey> key) {
        String text = said.map(Setting::value).orElse(provider.usualBaseUrl());
        if (text.isEmpty()) {
            throw Setting.faulty(
                    "The provider " + provider.id() + " needs a base URL.",
                    "Set " + settings + ", for instance http://localhost:8000/v1.");
        }
        String place = said.map(Setting::place).orElse(provider.id());
        try {
            URI url = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
            if (!web || url.getHost() == null || url.getUserInfo() != null || url.getQuery() != null) {
                throw notABaseUrl(place);
            }
            if (provider.needsKey() && key.isPresent() && "http".equals(url.getScheme()) && !isThisMachine(url)) {
                throw Setting.faulty(
                        "The key from " + key.get().origin() + " would go unencrypted to " + url.getHost() + " ("
                                + place + ").",
                        "Use an https address.");
            }
            return url;
        } catch (URISyntaxException e) {
            throw notABaseUrl(place);
        }
    }

    /** Never shows the address: someone may have put a key into it. */
    private static RuntimeException notABaseUrl(String place) {
        return Setting.faulty(
                "The base URL in " + place + " cannot be used.",
                "Use an http or https address without user, password or query, for instance http://localhost:8000/v1.");
    }

    private static boolean isThisMachine(URI url) {
        String host = url.getHost().replace("[", "").replace("]", "");
        // Only literal addresses are looked at: a name's address may change between the check and the call.
        return host.equals("localhost")
                || (host.matches("[0-9.]+|[0-9a-fA-F:]+")
                        && InetAddress.ofLiteral(host).isLoopbackAddress());
    }
}
