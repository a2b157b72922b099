package dev.writ.server.openid;

import com.nimbusds.jose.util.Base64;
import dev.writ.Json;
import dev.writ.WritException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Gives the provider the code that a browser brought, for a token that says who sits at that browser. */
final class CodeExchange {
    private static final int OK = 200;
    private static final int OF_CALLER = 4;
    private static final int CENTURY = 100;
    private static final Pattern ERROR = Pattern.compile("[a-z_]{1,40}");

    private final ProviderClient provider;
    private final ProviderLogIn settings;

    CodeExchange(ProviderClient provider, ProviderLogIn settings) {
        this.provider = provider;
        this.settings = settings;
    }

    /** What the provider gave for a code. */
    sealed interface Result {
        record Token(String idToken) implements Result {}

        /** @param why the provider's word for it, as in RFC 6749, section 5.2 */
        record Refused(String why) implements Result {}
    }

    Result exchange(Endpoints endpoints, String code, PendingLogIns.Pending pending) throws ProviderUnavailable {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", pending.redirect());
        form.put("code_verifier", pending.verifier());
        Optional<String> header =
                settings.clientSecret().filter(_ -> !endpoints.secretInForm()).map(this::basic);
        if (header.isEmpty()) {
            form.put("client_id", settings.clientId());
            settings.clientSecret().ifPresent(secret -> form.put("client_secret", secret));
        }
        ProviderClient.Answer answer = provider.post(endpoints.tokens(), form, header, "token");
        if (answer.status() != OK && answer.status() / CENTURY != OF_CALLER) {
            throw new ProviderUnavailable("its token came with status " + answer.status());
        }
        return read(answer);
    }

    private static Result read(ProviderClient.Answer answer) throws ProviderUnavailable {
        JsonNode body;
        try {
            body = Json.parseObject(answer.body());
        } catch (WritException e) {
            throw new ProviderUnavailable("what it says of its token is no JSON object");
        }
        String token = body.path("id_token").asString("");
        if (answer.status() != OK) {
            String error = body.path("error").asString("");
            return new Result.Refused(ERROR.matcher(error).matches() ? error : "status " + answer.status());
        }
        return token.isEmpty() ? new Result.Refused("no id_token") : new Result.Token(token);
    }

    /** RFC 6749, section 2.3.1: both parts are encoded as in a form first. */
    private String basic(String secret) {
        return "Basic " + Base64.encode(Form.encode(settings.clientId()) + ":" + Form.encode(secret));
    }
}
