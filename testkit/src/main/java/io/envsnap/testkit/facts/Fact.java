package io.envsnap.testkit.facts;

/**
 * What find and sha256sum say of a path.
 *
 * @param type as find's {@code %y}: f, d or l
 * @param mode octal permission bits
 * @param owner {@code user:group}, by name
 * @param size in bytes; 0 for folders
 * @param mtime seconds and fraction; empty for folders
 * @param target of a symbolic link
 * @param links number of names of a file
 * @param content SHA-256 of a regular file
 */
public record Fact(
    String type,
    String mode,
    String owner,
    long size,
    String mtime,
    String target,
    int links,
    String content) {}
