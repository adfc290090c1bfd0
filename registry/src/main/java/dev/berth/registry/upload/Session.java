package dev.berth.registry.upload;

import dev.berth.model.Repository;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.Upload;
import dev.berth.model.UploadId;

/** An upload with the repository that it is good in. */
record Session(Repository repository, Upload upload) {

  RepositoryAddress address() {
    return repository.address();
  }

  UploadId id() {
    return upload.id();
  }

  boolean isOpen() {
    return upload.finished().isEmpty();
  }
}
