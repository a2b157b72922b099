package dev.writ.tool.git;

import dev.writ.Failure;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.tool.CallContext;
import dev.writ.tool.Operation;
import dev.writ.tool.OperationResult;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.PreparedCall;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** An operation that never says the token, also where a remote that was given it sends it back. */
record TokenVeil(Operation operation, Supplier<Optional<String>> token) implements Operation {
    private static final String MARK = "[redacted:token]";
    /** Shorter ones are no tokens, and leaving them out would garble everything. */
    private static final int SHORTEST = 8;

    @Override
    public OperationSpec spec() {
        return operation.spec();
    }

    @Override
    public PreparedCall prepare(ObjectNode arguments, CallContext context) {
        try {
            PreparedCall call = operation.prepare(arguments, context);
            return PreparedCall.of(call.accesses(), call.timeNeeded(), authorized -> {
                try {
                    return veiled(call.run(authorized));
                } catch (WritException e) {
                    throw veiled(e);
                }
            });
        } catch (WritException e) {
            throw veiled(e);
        }
    }

    private OperationResult veiled(OperationResult result) {
        String data = Json.write(result.data());
        String cleaned = veiled(data);
        return new OperationResult(
                cleaned.equals(data) ? result.data() : Json.parseObject(cleaned),
                veiled(result.text()),
                result.waitsFor());
    }

    private WritException veiled(WritException e) {
        Failure failure = e.failure();
        Failure cleaned = new Failure(failure.code(), veiled(failure.message()), veiled(failure.hint()));
        return cleaned.equals(failure) ? e : new WritException(cleaned);
    }

    private String veiled(String text) {
        String cleaned = text;
        for (String form : forms()) {
            cleaned = cleaned.replace(form, MARK);
        }
        return cleaned;
    }

    /** The token as it is, as JSON writes it, and as it travels. */
    private List<String> forms() {
        Optional<String> value = token.get().map(String::strip).filter(secret -> secret.length() >= SHORTEST);
        if (value.isEmpty()) {
            return List.of();
        }
        List<String> forms = new ArrayList<>();
        for (String clear : List.of(value.get(), "x-access-token:" + value.get())) {
            Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
            forms.add(base64.encodeToString(clear.getBytes(StandardCharsets.UTF_8)));
        }
        String json = Json.write(Json.object().put("t", value.get()));
        forms.add(json.substring(6, json.length() - 2));
        forms.add(value.get());
        return forms;
    }
}
