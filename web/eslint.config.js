import js from '@eslint/js'
import globals from 'globals'
import vue from 'eslint-plugin-vue'
import a11y from 'eslint-plugin-vuejs-accessibility'
import ts from 'typescript-eslint'

const browser = { languageOptions: { globals: globals.browser } }

// Default exports are for .vue files and for tools that ask for one (their *.config.ts and this file).
const noDefaultExport = {
  files: ['apps/**/*.ts', 'packages/**/*.ts', 'tools/**/*.ts', 'tests/**/*.ts'],
  ignores: ['**/*.config.ts'],
  rules: {
    'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'Name what you export.' }],
  },
}

export default ts.config(
  { ignores: ['node_modules', '**/dist', 'packages/api/schema.d.ts'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...ts.configs.stylistic,
  ...vue.configs['flat/recommended'],
  ...a11y.configs['flat/recommended'],
  browser,
  { files: ['**/*.vue'], languageOptions: { parserOptions: { parser: ts.parser } } },
  { files: ['tools/**', 'tests/**', '*.js', '**/*.config.ts'], languageOptions: { globals: globals.node } },
  noDefaultExport,
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true }],
      eqeqeq: 'error',
      // Prettier's work, and names that are whole words here (Row, Avatar).
      'vue/multi-word-component-names': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/no-v-html': 'error',
      'vue/require-default-prop': 'off',
      // A label that is tied by `for` or wraps its control; either is right.
      'vuejs-accessibility/label-has-for': ['error', { required: { some: ['nesting', 'id'] } }],
      'vuejs-accessibility/no-autofocus': 'off',
    },
  },
)
