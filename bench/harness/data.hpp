#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "bench/harness/settings.hpp"
#include "botstore/storage.hpp"

namespace bench {

/// What is stored before anything is measured, and how it is named. One name follows from another,
/// so that every program finds what another one has stored; the names hold the sizes, so that data
/// of several sizes can lie in one database.
///
/// There are as many people as threads. Each has a resource of some working memory, a contact, and
/// three history entries; the first ones own 50 threads each.
class Data {
 public:
  explicit Data(const Sizes& sizes);

  /// Stores what is missing, some threads a transaction.
  void prepare(botstore::Storage& store) const;

  [[nodiscard]] std::size_t size() const noexcept { return threads_.size(); }
  [[nodiscard]] const std::string& thread(std::size_t n) const { return threads_[n]; }
  [[nodiscard]] const std::string& person(std::size_t n) const { return people_[n]; }
  [[nodiscard]] const std::string& phone(std::size_t n) const { return phones_[n]; }

  /// Who owns the thread `n`.
  [[nodiscard]] const std::string& owner(std::size_t n) const { return people_[n / owned]; }
  [[nodiscard]] std::size_t owners() const noexcept { return (size() + owned - 1) / owned; }

  /// The text of a message's content: a JSON object.
  [[nodiscard]] const std::string& content() const noexcept { return content_; }

 private:
  static constexpr std::size_t owned = 50;

  void prepare_chunk(botstore::Storage& view, std::size_t from, std::size_t to) const;

  std::size_t messages_;
  std::string content_;
  std::vector<std::string> threads_;
  std::vector<std::string> people_;
  std::vector<std::string> phones_;
};

/// What every program writes beside its names, on either side the same.
inline constexpr std::string_view working_memory =
    "Prefers the window table, eats no fish, and pays by card. Has asked twice about parking.";
inline constexpr std::string_view metadata = R"({"channel": "whatsapp", "language": "en"})";
inline constexpr std::string_view contact_values = R"({"name": "Ana", "city": "Lima", "step": 3})";
inline constexpr std::string_view answer = "For how many people shall I book the table?";

}  // namespace bench
