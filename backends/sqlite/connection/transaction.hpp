#pragma once

#include "backends/sqlite/connection/connection.hpp"

namespace botstore::sqlite {

/// A transaction on a connection, rolled back at its end unless it was committed.
class Transaction {
 public:
  enum class Kind {
    read,   ///< Sees one state of the database.
    write,  ///< Has the file's lock from the beginning on, so it cannot fail for another's write.
  };

  Transaction(Connection& connection, Kind kind) : connection_{connection} {
    connection.run(kind == Kind::read ? "begin" : "begin immediate");
  }
  ~Transaction() { connection_.roll_back(); }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  void commit() { connection_.run("commit"); }

 private:
  Connection& connection_;
};

}  // namespace botstore::sqlite
