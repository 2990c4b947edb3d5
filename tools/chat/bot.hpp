#pragma once

#include <optional>
#include <string>

#include "botstore/storage.hpp"
#include "tools/context/context.hpp"

namespace botstore::tools {

/// A small bot that understands a handful of sentences. What it shows is where things are kept: the
/// conversation in a thread, what it knows of the person in a resource.
class Bot {
 public:
  struct Answer {
    std::string text{};
    bool last = false;  ///< The person has taken leave.
  };

  /// Goes on in the thread, by default the last one of the resource; makes what is missing.
  Bot(Storage& store, std::string resource, const std::optional<std::string>& thread,
      const Context& context);

  /// What it says first: it remembers, or it does not know the person yet.
  [[nodiscard]] std::string greet();

  /// Stores what the person says, and what it answers.
  Answer answer(const std::string& said);

 private:
  Answer think(const std::string& said);
  [[nodiscard]] std::string recall() const;
  [[nodiscard]] std::string what_it_knows() const;
  [[nodiscard]] std::optional<std::string> name() const;
  void remember_name(const std::string& name);
  void note(const std::string& fact);
  void save(const std::string& role, const std::string& text);

  Storage& store_;
  const Context& context_;
  std::string resource_;
  std::string thread_;
};

}  // namespace botstore::tools
