package dev.writ.server.openid;

import java.net.URI;
import java.util.Optional;

/**
 * How people come in, beyond links and tokens of Writ's own.
 *
 * @param publicAddress under which a proxy of theirs offers this server, as {@code https://writ.example.org}; its own
 *     addresses on this machine always count
 */
public record LogInSettings(Optional<URI> publicAddress, Optional<ProviderLogIn> openId) {}
