#include "main/bench/child.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <utility>

namespace heed {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// utime and stime of one process: fields 14 and 15 of /proc/PID/stat (proc(5)), counted after the name's last parenthesis.
double cpu_of(const std::string& pid) {
  std::ifstream file("/proc/" + pid + "/stat");
  std::stringstream text;
  text << file.rdbuf();
  const std::string all = text.str();
  const auto after_name = all.rfind(')');
  if (after_name == std::string::npos) return 0;
  std::istringstream fields(all.substr(after_name + 2));
  std::string word;
  double ticks = 0;
  for (int field = 3; fields >> word; ++field) {
    if (field == 14 || field == 15) ticks += std::strtod(word.c_str(), nullptr);
    if (field == 15) break;
  }
  return ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

struct MachineTime {
  double idle = 0;
  double all = 0;
};

// The first line of /proc/stat (proc(5)): user, nice, system, idle, iowait, irq, softirq, steal.
MachineTime machine_time() {
  std::ifstream file("/proc/stat");
  std::string word;
  file >> word;
  MachineTime time;
  double ticks = 0;
  for (int field = 0; field < 8 && file >> ticks; ++field) {
    time.all += ticks;
    if (field == 3 || field == 4) time.idle += ticks;
  }
  return time;
}

}  // namespace

IdleShare::IdleShare() : idle_(machine_time().idle), all_(machine_time().all) {}

double IdleShare::so_far() const {
  const MachineTime now = machine_time();
  return now.all > all_ ? (now.idle - idle_) / (now.all - all_) : 0;
}

ScratchFolder::ScratchFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "heed-bench-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a folder for the measurement in " + name);
  path_ = name;
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

base::Result<Child> Child::start(const std::vector<std::string>& words) {
  return fork_to(words.front(), [&words] {
    std::vector<char*> argv;
    for (const auto& word : words) argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
    execvp(argv[0], argv.data());
    _exit(127);
  });
}

base::Result<Child> Child::start_here(const std::function<void()>& program) {
  return fork_to("a process for the measurement", [&program] {
    int status = 0;
    try {
      program();
    } catch (const std::exception&) {
      status = 1;  // Whoever waits for its words hears that it has ended.
    }
    _exit(status);
  });
}

base::Result<Child> Child::fork_to(const std::string& name, const std::function<void()>& program) {
  int out[2];
  int in[2];
  if (pipe2(out, O_CLOEXEC) != 0) return base::fail(base::FailureKind::unavailable, "no pipe for a child process");
  if (pipe2(in, O_CLOEXEC) != 0) {
    close(out[0]);
    close(out[1]);
    return base::fail(base::FailureKind::unavailable, "no pipe for a child process");
  }
  const pid_t pid = fork();
  if (pid == 0) {
    dup2(in[0], STDIN_FILENO);
    dup2(out[1], STDOUT_FILENO);
    const int nothing = open("/dev/null", O_WRONLY);
    dup2(nothing, STDERR_FILENO);
    for (const int end : {in[0], in[1], out[0], out[1]}) close(end);
    program();
    _exit(0);
  }
  close(in[0]);
  close(out[1]);
  if (pid < 0) {
    close(in[1]);
    close(out[0]);
    return base::fail(base::FailureKind::unavailable, "cannot start " + name);
  }
  return Child(pid, in[1], out[0]);
}

void Child::tell(const std::string& line) {
  const std::string text = line + "\n";
  [[maybe_unused]] const auto written = write(input_, text.data(), text.size());
}

Child::Child(Child&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      input_(std::exchange(other.input_, -1)),
      output_(std::exchange(other.output_, -1)),
      pending_(std::move(other.pending_)) {}

Child::~Child() {
  if (pid_ < 0) return;
  close(input_);
  kill(pid_, SIGTERM);
  for (int waited = 0; waited < 1000; ++waited) {
    if (waitpid(pid_, nullptr, WNOHANG) == pid_) {
      close(output_);
      return;
    }
    std::this_thread::sleep_for(milliseconds(10));
  }
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  close(output_);
}

base::Result<std::string> Child::wait_for_line(const std::string& text, milliseconds limit) {
  const auto end = steady_clock::now() + limit;
  for (;;) {
    for (auto newline = pending_.find('\n'); newline != std::string::npos; newline = pending_.find('\n')) {
      std::string line = pending_.substr(0, newline);
      pending_.erase(0, newline + 1);
      if (line.find(text) != std::string::npos) return line;
    }
    const auto left = std::chrono::duration_cast<milliseconds>(end - steady_clock::now());
    pollfd wait{output_, POLLIN, 0};
    if (left.count() <= 0 || poll(&wait, 1, static_cast<int>(left.count())) <= 0) break;
    char buffer[65'536];
    const auto count = read(output_, buffer, sizeof buffer);
    if (count <= 0) break;
    pending_.append(buffer, static_cast<std::size_t>(count));
  }
  return base::fail(base::FailureKind::unavailable, "the program under test did not say \"" + text + "\"");
}

double Child::cpu_seconds() const {
  double sum = cpu_of(std::to_string(pid_));
  std::ifstream children("/proc/" + std::to_string(pid_) + "/task/" + std::to_string(pid_) + "/children");
  for (std::string child; children >> child;) sum += cpu_of(child);
  return sum;
}

double Child::resident_mib() const {
  std::ifstream file("/proc/" + std::to_string(pid_) + "/status");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("VmRSS:")) return std::strtod(line.c_str() + 6, nullptr) / 1024;
  }
  return 0;
}

std::string own_path() { return std::filesystem::read_symlink("/proc/self/exe").string(); }

std::uint16_t free_port() {
  const int file = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  bind(file, reinterpret_cast<sockaddr*>(&address), size);
  getsockname(file, reinterpret_cast<sockaddr*>(&address), &size);
  close(file);
  return ntohs(address.sin_port);
}

}  // namespace heed
