// Reads a script of what to ask the database, as recording.py writes it: a line for each command
// and one for each value of it.
#pragma once

#include <cstdint>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace same_work {

/// What is another in every request; of a form only the login.
struct Fresh {
  std::string login, key, ref, number, hex6, hex4, hex2, colons;
};

/// Bytes that stay as they are, or where `fresh` points.
struct Piece {
  std::string bytes;
  std::string Fresh::*fresh = nullptr;
};

struct Value {
  enum Kind { null, number, id, text } kind;
  std::int64_t figure = 0;    // the number, or which command inserted the row of that id
  std::vector<Piece> pieces;  // of a text
};

struct Command {
  enum Kind { query, statement, file } kind;
  std::string text;
  long changed = -1;          // how many rows a statement is to change; -1 when it only reads
  std::vector<Value> values;  // of a statement; of a file its name
};

struct Script {
  std::string session;  // what a connection begins with
  std::vector<Command> commands;
};

inline Piece piece_of(const std::string& word) {
  static const std::map<std::string, std::string Fresh::*> names{
      {".login", &Fresh::login},   {".key", &Fresh::key},      {".ref", &Fresh::ref},
      {".hex6", &Fresh::hex6},     {".hex4", &Fresh::hex4},    {".hex2", &Fresh::hex2},
      {".number", &Fresh::number}, {".colons", &Fresh::colons}};
  if (word[0] == '.') return {.bytes = {}, .fresh = names.at(word)};
  std::string bytes;
  for (std::size_t i = 0; i < word.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(word.substr(i, 2), nullptr, 16));
  }
  return {.bytes = bytes};
}

inline Value text_of(std::istream& line) {
  Value value{.kind = Value::text, .pieces = {}};
  for (std::string word; line >> word;) value.pieces.push_back(piece_of(word));
  return value;
}

inline Script read_script(const std::string& path) {
  std::ifstream file(path);
  Script script;
  auto& commands = script.commands;
  for (std::string all; std::getline(file, all);) {
    std::istringstream line(all);
    std::string kind;
    std::getline(line, kind, ' ');
    if (kind == "session") {
      std::getline(line, script.session);
    } else if (kind == "query") {
      commands.push_back({.kind = Command::query, .text = {}, .values = {}});
      std::getline(line, commands.back().text);
    } else if (kind == "statement") {
      commands.push_back({.kind = Command::statement, .text = {}, .values = {}});
      line >> commands.back().changed >> std::ws;
      std::getline(line, commands.back().text);
    } else if (kind == "file") {
      commands.push_back({.kind = Command::file, .text = {}, .values = {text_of(line)}});
    } else if (kind == "null") {
      commands.back().values.push_back({.kind = Value::null, .pieces = {}});
    } else if (kind == "text") {
      commands.back().values.push_back(text_of(line));
    } else {
      commands.back().values.push_back(
          {.kind = kind == "id" ? Value::id : Value::number, .pieces = {}});
      line >> commands.back().values.back().figure;
    }
  }
  if (commands.empty()) throw std::runtime_error("nothing in " + path);
  return script;
}

/// The text with what is another each time put in.
inline std::string filled(const Value& value, const Fresh& fresh) {
  std::string text;
  for (const Piece& piece : value.pieces) text += piece.fresh ? fresh.*piece.fresh : piece.bytes;
  return text;
}

}  // namespace same_work
