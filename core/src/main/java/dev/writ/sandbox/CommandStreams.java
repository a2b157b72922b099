package dev.writ.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Feeds a command with an input that is known beforehand, and keeps what it writes, in bounds. */
final class CommandStreams implements BoxStreams {
    private final byte[] input;
    private final OutputCapture output;

    CommandStreams(String input, int outputLimit) {
        this.input = input.getBytes(StandardCharsets.UTF_8);
        this.output = new OutputCapture(outputLimit);
    }

    OutputCapture output() {
        return output;
    }

    @Override
    public void use(OutputStream to, InputStream from) {
        if (input.length == 0) {
            write(to);
        } else {
            Thread.ofPlatform().daemon().name("writ-box-input").start(() -> write(to));
        }
        try (from) {
            output.addAll(from);
        } catch (IOException e) {
            // The stream was closed under us: what came until then is all there is.
        }
    }

    private void write(OutputStream stream) {
        try (stream) {
            stream.write(input);
        } catch (IOException e) {
            // The command ended, or closed its input, without reading all of it: its right.
        }
    }
}
