package io.envsnap.spec.journal;

/**
 * A file that a command was told to read, such as a list of requirements.
 *
 * @param path as the command was given it, absolute
 * @param sha256 digest of its content then, in hexadecimal; empty where it could not be read
 */
public record UsedFile(String path, String sha256) {}
