package dev.berth.testkit.collection.model;

/**
 * A layer or an image in a repository.
 *
 * @param repository its name
 * @param name the word of a layer, or the name of an image
 */
record Place(String repository, String name) {
  @Override
  public String toString() {
    return repository + "/" + name;
  }
}
