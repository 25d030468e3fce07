package io.envsnap.agent.store.gdrive;

import com.google.api.services.drive.model.Permission;
import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.store.Sharing;
import io.envsnap.agent.store.StoreException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Lets people into the folder of a store, and out again; its files follow the folder. */
public final class DriveSharing {
  private static final String ANYONE = "anyone";
  private final DriveConnection drive;

  private DriveSharing(DriveConnection drive) {
    this.drive = drive;
  }

  /**
   * Opens the folder of a store, which must be there.
   *
   * @param address what stands behind {@code gdrive:}
   * @throws StoreException when it is not, or there is no sign-in
   */
  public static DriveSharing open(
      String address, DrivePlace place, InstantSource clock, Progress progress, Pauses pauses)
      throws StoreException {
    DriveConnection drive = DriveConnection.open(address, place, clock, progress, pauses);
    if (drive.folder().isMissing()) {
      throw new StoreException.Unavailable(
          "There is no folder `" + drive.folder().name() + "` in this account's Drive yet",
          "Record into it first: `envsnap record --store gdrive:" + address + "`",
          new IOException("no folder"));
    }
    return new DriveSharing(drive);
  }

  /**
   * Lets somebody in.
   *
   * @param person an address; empty for whoever has the link
   * @param writes whether they may record too; with a link nobody may
   */
  public Sharing share(Optional<String> person, boolean writes) throws StoreException {
    String role = writes && person.isPresent() ? "writer" : "reader";
    try {
      Optional<Permission> before = find(person);
      if (before.filter(one -> role.equals(one.getRole())).isPresent()) {
        return sharing(false);
      }
      if (before.filter(one -> "owner".equals(one.getRole())).isPresent()) {
        throw new StoreException.Denied(
            "The folder `" + drive.folder().name() + "` is owned by that person already",
            "Name the person who is to use it",
            new IOException("owner"));
      }
      if (before.isPresent()) {
        drive.attempts().run(() -> gone(before.get()));
      }
      Permission permission =
          new Permission().setType(person.isPresent() ? "user" : ANYONE).setRole(role);
      person.ifPresent(permission::setEmailAddress);
      drive.attempts().run(() -> drive.api().permit(drive.folder().id(), permission));
      return sharing(true);
    } catch (DriveFailure e) {
      throw e.explained("The folder `" + drive.folder().name() + "` cannot be shared");
    }
  }

  /**
   * Lets somebody out again.
   *
   * @param person an address; empty for whoever has the link
   */
  public Sharing unshare(Optional<String> person) throws StoreException {
    try {
      Optional<Permission> before =
          find(person).filter(permission -> !"owner".equals(permission.getRole()));
      if (before.isPresent()) {
        drive.attempts().run(() -> gone(before.get()));
      }
      return sharing(before.isPresent());
    } catch (DriveFailure e) {
      throw e.explained("The folder `" + drive.folder().name() + "` cannot be unshared");
    }
  }

  private Permission gone(Permission permission) throws IOException, DriveFailure {
    try {
      drive.api().forbid(drive.folder().id(), permission.getId());
    } catch (DriveFailure e) {
      if (e.kind() != DriveFailure.Kind.NOT_FOUND) {
        throw e;
      }
    }
    return permission;
  }

  private Optional<Permission> find(Optional<String> person) throws DriveFailure {
    List<Permission> all = drive.attempts().run(() -> drive.api().permissions(drive.folder().id()));
    return all.stream()
        .filter(
            one ->
                person.isPresent()
                    ? person.get().equalsIgnoreCase(one.getEmailAddress())
                    : ANYONE.equals(one.getType()))
        .findFirst();
  }

  private Sharing sharing(boolean changed) {
    return new Sharing(drive.folder().name(), "gdrive:" + drive.folder().id(), changed);
  }
}
