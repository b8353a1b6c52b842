/* Brings in the comments of a post when they come near, and keeps them as light or dark as it is.

   The element .confblog-thread says what to load. Its data attributes are those of the provider,
   but for data-confblog-…, which are ours. */

(() => {
  "use strict";

  const box = document.querySelector(".confblog-thread");
  if (!box) {
    return;
  }
  const own = box.dataset;
  const origin = new URL(own.confblogSrc, location.href).origin;
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const MODES = new Map([
    ["light", "light"], ["default", "light"], ["dark", "dark"], ["slate", "dark"],
  ]);
  let mode = "";
  let loaded = false;

  /* The provider's settings, by their names without "data-". */
  function settings() {
    return [...box.attributes]
      .map(({ name, value }) => [name, value])
      .filter(([name]) => name.startsWith("data-") && !name.startsWith("data-confblog-"))
      .map(([name, value]) => [name.slice("data-".length), value]);
  }

  /* Light or dark: as the theme says, else as its text looks. */
  function current() {
    const preferred = system.matches ? "dark" : "light";
    for (const { dataset } of [document.documentElement, document.body]) {
      const said = dataset.theme || dataset.colorMode || dataset.mdColorScheme;
      if (said === "auto" || MODES.has(said)) {
        return MODES.get(said) || preferred;
      }
    }
    const colour = getComputedStyle(box).color.match(/^rgba?\((\d+), (\d+), (\d+)/);
    if (!colour) {
      return preferred;
    }
    return 0.3 * colour[1] + 0.6 * colour[2] + 0.1 * colour[3] > 127 ? "dark" : "light";
  }

  function theme() {
    return mode === "dark" ? own.confblogDark : own.confblogLight;
  }

  function post(message) {
    const frame = box.querySelector("iframe");
    if (frame && frame.contentWindow) {
      frame.contentWindow.postMessage(message, origin);
    }
  }

  /* What each provider wants before its script comes, and how it is told of another theme. */
  const PROVIDERS = {
    giscus: {
      prepare(script) {
        script.crossOrigin = "anonymous";
        script.dataset.theme = theme();
      },
      tell() {
        post({ giscus: { setConfig: { theme: theme() } } });
      },
    },
    utterances: {
      prepare(script) {
        script.crossOrigin = "anonymous";
        script.dataset.theme = theme();
      },
      tell() {
        post({ type: "set-theme", theme: theme() });
      },
    },
    disqus: {
      prepare() {
        window.disqus_config = function () {
          this.page.identifier = own.identifier;
          this.page.title = own.title;
          this.page.url = own.url || location.href.split("#")[0];
          if (own.categoryId) {
            this.page.category_id = own.categoryId;
          }
          if (own.language) {
            this.language = own.language;
          }
        };
      },
      tell() {
        /* It looks at the page's colours when it begins. Nobody who writes is interrupted. */
        if (window.DISQUS && !box.contains(document.activeElement)) {
          window.DISQUS.reset({ reload: true, config: window.disqus_config });
        }
      },
    },
    isso: { prepare() {}, tell() {} },
    remark42: {
      prepare() {
        const named = settings().map(([name, value]) => [name.replaceAll("-", "_"), value]);
        window.remark_config = { ...Object.fromEntries(named), theme: theme() };
      },
      tell() {
        window.remark_config.theme = theme();
        if (window.REMARK42 && window.REMARK42.changeTheme) {
          window.REMARK42.changeTheme(theme());
        }
      },
    },
  };
  const provider = PROVIDERS[own.confblogProvider];

  function follow() {
    const now = current();
    if (now !== mode) {
      mode = now;
      box.parentElement.dataset.confblogMode = mode;
      if (loaded) {
        provider.tell();
      }
    }
  }

  /* Themes may let colours fade. */
  function followSoon() {
    follow();
    window.setTimeout(follow, 600);
  }

  function load() {
    loaded = true;
    const script = document.createElement("script");
    for (const [name, value] of settings()) {
      script.setAttribute(`data-${name}`, value);
    }
    provider.prepare(script);
    script.async = true;
    script.addEventListener("error", () => {
      const words = document.createElement("p");
      words.textContent = own.confblogFailed;
      box.append(words);
    });
    script.src = own.confblogSrc;
    box.append(script);
  }

  /* Someone who comes back from logging in, or by a link to a comment, waits for them. */
  function awaited() {
    return (
      /[?&](giscus|utterances)=/.test(location.search) ||
      /^#(comment-|disqus_thread|isso-|remark42)/.test(location.hash)
    );
  }

  follow();
  system.addEventListener("change", followSoon);
  const observer = new MutationObserver(followSoon);
  observer.observe(document.documentElement, { attributes: true });
  observer.observe(document.body, { attributes: true });
  /* A frame misses what it is told before it is there. */
  box.addEventListener("load", (event) => {
    if (event.target.tagName === "IFRAME" && own.confblogLight) {
      provider.tell();
    }
  }, true);

  if (awaited() || !("IntersectionObserver" in window)) {
    load();
    return;
  }
  const near = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) {
      near.disconnect();
      load();
    }
  }, { rootMargin: "600px 0px" });
  near.observe(box.parentElement);
})();
