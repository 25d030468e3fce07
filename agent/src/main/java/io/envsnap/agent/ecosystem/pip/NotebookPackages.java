package io.envsnap.agent.ecosystem.pip;

import java.util.Set;

/** What a running notebook is made of: another version under its feet breaks or kills it. */
final class NotebookPackages {
  /** Normalised names; reports of each are in googlecolab/colabtools issues 2837 and 962. */
  static final Set<String> NAMES =
      Set.of(
          "google-colab",
          "ipykernel",
          "ipython",
          "ipywidgets",
          "jupyter-client",
          "jupyter-core",
          "jupyter-server",
          "notebook",
          "prompt-toolkit",
          "pyzmq",
          "tornado",
          "traitlets");

  private NotebookPackages() {}
}
