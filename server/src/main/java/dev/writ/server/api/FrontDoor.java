package dev.writ.server.api;

import dev.writ.server.openid.OpenIdLogIn;
import dev.writ.server.web.WebAccess;
import java.net.URI;
import java.util.Optional;

/**
 * How people come in.
 *
 * @param token of the person who runs the server
 * @param provider with which people log in
 * @param publicAddress under which a proxy offers this server
 */
public record FrontDoor(String token, WebAccess access, Optional<OpenIdLogIn> provider, Optional<URI> publicAddress) {}
