package dev.writ.server.mcp;

import dev.writ.mcp.http.Authenticator;
import dev.writ.outside.AccessToken;
import dev.writ.outside.AccessTokens;
import dev.writ.server.openid.OpenIdDoor;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import java.util.Optional;

/**
 * Lets in who shows a bearer token (RFC 6750), in the header alone: an access token of this Writ's own, or, where a provider
 * is configured, one of that.
 */
final class TokenAuthenticator implements Authenticator {
    private static final String BEARER = "Bearer ";
    private static final String OWN = "writ_";

    private final AccessTokens tokens;
    private final Optional<OpenIdDoor> provider;
    private final String path;

    /** @param path of the endpoint */
    TokenAuthenticator(AccessTokens tokens, Optional<OpenIdDoor> provider, String path) {
        this.tokens = tokens;
        this.provider = provider;
        this.path = path;
    }

    @Override
    public Result authenticate(ServerRequestHeaders headers) {
        Optional<String> shown = headers.first(HeaderNames.AUTHORIZATION)
                .filter(sent -> sent.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(sent -> sent.substring(BEARER.length()).strip());
        if (shown.isEmpty()) {
            return new Result.Unauthenticated(challenge(headers, provider.flatMap(OpenIdDoor::requiredScope)));
        }
        return provider.isEmpty() || shown.get().startsWith(OWN)
                ? own(shown.get(), headers)
                : foreign(provider.get().enter(shown.get(), path), headers);
    }

    private Result own(String secret, ServerRequestHeaders headers) {
        Optional<AccessToken> token = tokens.authenticate(secret);
        return token.<Result>map(
                        live -> new Result.Authenticated(OutsideCaller.of(live).asCaller()))
                .orElseGet(() -> new Result.Unauthenticated(challenge(headers, Optional.empty())));
    }

    private static Result foreign(OpenIdDoor.Entry entry, ServerRequestHeaders headers) {
        return switch (entry) {
            case OpenIdDoor.Entry.Open(AccessToken token, boolean mayApprove) ->
                new Result.Authenticated(new OutsideCaller(token.id(), token.task(), mayApprove).asCaller());
            case OpenIdDoor.Entry.InvalidToken(String reason) ->
                new Result.Unauthenticated(challenge(headers, Optional.empty())
                        + ", error=\"invalid_token\", error_description=\"" + reason + "\"");
            case OpenIdDoor.Entry.NeedsScope(String scope) ->
                new Result.Forbidden(
                        Optional.of(challenge(headers, Optional.of(scope)) + ", error=\"insufficient_scope\""),
                        "The token lacks the scope " + scope + ".");
            case OpenIdDoor.Entry.Closed(String reason) -> new Result.Forbidden(Optional.empty(), reason);
            case OpenIdDoor.Entry.Unavailable(String reason) -> new Result.Unavailable(reason);
        };
    }

    /** Where a client finds out what is asked of it (RFC 9728). */
    private static String challenge(ServerRequestHeaders headers, Optional<String> scope) {
        String host = headers.first(HeaderNames.HOST).orElse("localhost");
        return "Bearer realm=\"writ\", resource_metadata=\"http://" + host + ResourceMetadata.PATH + "\""
                + scope.map(name -> ", scope=\"" + name + "\"").orElse("");
    }
}
